package holdfast.reference;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** The page as a tree, read by a parser that takes well-formed markup only. */
public record PageText(Document document) {

  public static PageText of(String html) {
    try {
      return new PageText(
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(new InputSource(new StringReader(html))));
    } catch (ParserConfigurationException | SAXException | IOException e) {
      throw new AssertionError("the page is not well-formed", e);
    }
  }

  /** In the order of the page. */
  public List<Element> all(String tag) {
    return all(document.getElementsByTagName(tag));
  }

  public static List<Element> in(Element element, String tag) {
    return all(element.getElementsByTagName(tag));
  }

  public Element article(String operationId) {
    return one(all("article"), it -> it.getAttribute("id").equals(operationId));
  }

  /** An example of an operation, as it can be copied. */
  String example(String operationId, Way way) {
    return figure(article(operationId), way);
  }

  /** What the examples of a way need before them. */
  String setup(Way way) {
    return figure(one(all("section"), it -> it.getAttribute("id").equals("setup")), way);
  }

  private static String figure(Element around, Way way) {
    Element figure = one(in(around, "figure"), it -> it.getAttribute("class").equals(way.mark()));
    return in(figure, "code").getFirst().getTextContent();
  }

  private static Element one(List<Element> elements, Predicate<Element> which) {
    List<Element> found = elements.stream().filter(which).toList();
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " of them on the page");
    }
    return found.getFirst();
  }

  private static List<Element> all(NodeList nodes) {
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }
}
