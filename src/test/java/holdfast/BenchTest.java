package holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testing.ClassPath;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is measured by hand must still be there when somebody wants to measure. */
class BenchTest {
  @Test
  void everyMeasurementCompiles(@TempDir Path out) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
        Stream<Path> sources = Files.list(Path.of("bench"))) {
      List<Path> java = sources.filter(file -> file.toString().endsWith(".java")).toList();
      List<String> options = List.of("-proc:none", "-d", out.toString(), "-cp", ClassPath.text());
      boolean compiled =
          compiler
              .getTask(said, files, null, options, null, files.getJavaFileObjectsFromPaths(java))
              .call();
      assertThat(compiled).as(said.toString()).isTrue();
      assertThat(java).isNotEmpty();
    }
  }
}
