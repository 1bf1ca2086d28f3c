package holdfast.reference;

/**
 * Text that is to be copied.
 *
 * @param mark the class by which readers choose what they see
 */
record Figure(String mark, String title, String text) {

  void write(Html html) {
    html.tag("figure")
        .with("class", mark)
        .holds(
            () -> {
              html.tag("figcaption").text(title);
              html.tag("pre").holds(() -> html.tag("code").text(text));
            });
  }
}
