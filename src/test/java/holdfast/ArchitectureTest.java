package holdfast;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds the table of who may import whom. */
class ArchitectureTest {
  private static JavaClasses house;

  @BeforeAll
  static void readTheHouse() {
    house =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("holdfast");
  }

  @ParameterizedTest(name = "{0} imports only: {1}")
  @CsvSource({
    "model, ''",
    "database, model",
    "destination, model",
    "schedule, model",
    "retention, model",
    "pipeline, model",
    "fetch, model",
    "catalog, model",
    "security, model catalog",
    "engine, model schedule retention database destination pipeline fetch catalog",
    "scheduler, model engine catalog",
    "reference, ''",
    "api, model retention engine catalog security reference",
    "settings, ''",
    "cli, settings",
  })
  void roomImportsOnlyItsNeighbours(String room, String neighbours) {
    String[] allowed =
        Arrays.stream((room + " " + neighbours).trim().split(" "))
            .map(name -> "holdfast." + name + "..")
            .toArray(String[]::new);
    classes()
        .that(resideInAPackage("holdfast." + room + ".."))
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(allowed)
                .or(
                    com.tngtech.archunit.base.DescribedPredicate.not(
                        resideInAPackage("holdfast.."))))
        .as("the room '%s' may import only: %s (see ARCHITECTURE.md)".formatted(room, neighbours))
        .check(house);
  }
}
