package holdfast.reference;

/**
 * Writes markup that is well-formed XML, too. Whatever text it is given comes out as that text.
 * Belongs to one thread.
 */
final class Html {
  private final StringBuilder out = new StringBuilder();

  Html(String doctype) {
    out.append(doctype).append('\n');
  }

  /** Begins an element; one of the methods of {@link Tag} has to end it. */
  Tag tag(String name) {
    return new Tag(name);
  }

  Html text(String text) {
    escape(text);
    return this;
  }

  @Override
  public String toString() {
    return out.toString();
  }

  private void escape(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        default -> out.append(c);
      }
    }
  }

  /** An element whose start is being written. */
  final class Tag {
    private final String name;

    private Tag(String name) {
      this.name = name;
      out.append('<').append(name);
    }

    Tag with(String attribute, String value) {
      out.append(' ').append(attribute).append("=\"");
      escape(value);
      out.append('"');
      return this;
    }

    void empty() {
      out.append("/>");
    }

    void holds(Runnable content) {
      out.append('>');
      content.run();
      out.append("</").append(name).append('>');
    }

    void text(String text) {
      holds(() -> escape(text));
    }

    /**
     * For scripts and style sheets, which HTML does not unescape.
     *
     * @param text without {@code <} and {@code &}, which would not be well-formed
     */
    void verbatim(String text) {
      if (text.indexOf('<') >= 0 || text.indexOf('&') >= 0) {
        throw new IllegalArgumentException("a " + name + " with < or & in it");
      }
      holds(() -> out.append(text));
    }
  }
}
