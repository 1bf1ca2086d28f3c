package holdfast.settings;

/** The list of all settings as a Markdown table. */
public final class SettingsTable {
  private SettingsTable() {}

  public static String markdown() {
    StringBuilder table = new StringBuilder();
    table.append("| variable, and line in the file | flag | default | meaning |\n");
    table.append("|---|---|---|---|\n");
    for (Setting setting : Setting.values()) {
      table.append(row(setting));
    }
    return table.toString();
  }

  private static String row(Setting setting) {
    String variables =
        setting.isSecret()
            ? "`%s`, or `%s`".formatted(setting.variable(), setting.fileVariable())
            : "`%s`".formatted(setting.variable());
    String flag = "`%s %s`".formatted(setting.flag(), setting.isSecret() ? "FILE" : "VALUE");
    String value = setting.defaultValue().isEmpty() ? "" : "`%s`".formatted(setting.defaultValue());
    return "| %s | %s | %s | %s |\n".formatted(variables, flag, value, setting.description());
  }
}
