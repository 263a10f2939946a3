package dev.tidemark.topology.plan;

/** The name of a node in messages, e.g. {@code window revenue}. */
public final class NodeLabel implements NodeVisitor<String> {
  private static final NodeLabel INSTANCE = new NodeLabel();

  private NodeLabel() {}

  public static String is(Node node) {
    return node.accept(INSTANCE);
  }

  @Override
  public String source(Node.Source node) {
    return "stream " + node.topic();
  }

  @Override
  public String table(Node.Table node) {
    return "table " + node.topic();
  }

  @Override
  public String filter(Node.Filter node) {
    return "filter " + Names.stated(node.id());
  }

  @Override
  public String map(Node.MapElements node) {
    return "map " + Names.stated(node.id());
  }

  @Override
  public String flatMap(Node.FlatMapElements node) {
    return "flatMap " + Names.stated(node.id());
  }

  @Override
  public String join(Node.Join node) {
    return "join " + Names.stated(node.id());
  }

  @Override
  public String window(Node.Window node) {
    return "window " + Names.stated(node.id());
  }

  @Override
  public String sink(Node.Sink node) {
    return "to " + node.topic();
  }

  @Override
  public String sendElements(Node.SendElements node) {
    return "exchange " + node.exchange().name();
  }

  @Override
  public String receiveElements(Node.ReceiveElements node) {
    return "exchange " + node.exchange().name();
  }

  @Override
  public String partialWindow(Node.PartialWindow node) {
    return window(node.window());
  }

  @Override
  public String finalWindow(Node.FinalWindow node) {
    return window(node.window());
  }
}
