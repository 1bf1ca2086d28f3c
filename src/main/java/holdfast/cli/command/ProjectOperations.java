package holdfast.cli.command;

import holdfast.cli.output.Column;
import java.util.List;

/** Projects. */
final class ProjectOperations {
  private static final String ALL = "/v1/projects";
  private static final String ONE = ALL + "/{projectId}";
  private static final String NEXT = "holdfast create addon {id} -f my-database.yaml";

  private static final View PROJECTS =
      View.Items.of(
          "projects",
          "holdfast create project --name \"My Project\"",
          Column.text("ID", "/id"),
          Column.text("NAME", "/name"),
          Column.text("DESCRIPTION", "/description"));

  private static final Field[] FIELDS = {
    Field.text("name", "The project's name."), Field.text("description", "What it is.")
  };

  static final List<Operation> ROWS =
      List.of(
          Operation.of("list projects", "GET", ALL, "Lists projects.")
              .paged()
              .shows(PROJECTS)
              .example("holdfast list projects"),
          Operation.of("create project", "POST", ALL, "Makes a project.")
              .takes(Body.required(FIELDS))
              .shows(new View.Thing("/id", NEXT))
              .example("holdfast create project --name \"My Project\""),
          Operation.of(
                  "put project", "PUT", ALL, "Makes a project, or changes the one of this name.")
              .takes(Body.required(FIELDS))
              .shows(new View.Thing("/id", NEXT))
              .example("holdfast put project --name \"My Project\" --description \"web shop\""),
          Operation.of("get project", "GET", ONE, "Shows a project and its addons.")
              .example("holdfast get project my-project"),
          Operation.of("patch project", "PATCH", ONE, "Changes a project; its id stays.")
              .takes(Body.required(FIELDS))
              .example("holdfast patch project my-project --name \"Our Project\""),
          Operation.of(
                  "delete project", "DELETE", ONE, "Deletes a project; backups of its addons stay.")
              .with(Parameters.DELETE_CHILD_OBJECTS)
              .done("Deleted the project {projectId}.")
              .example("holdfast delete project my-project --delete-child-objects"));

  private ProjectOperations() {}
}
