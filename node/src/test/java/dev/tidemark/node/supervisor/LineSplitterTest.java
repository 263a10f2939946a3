package dev.tidemark.node.supervisor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineSplitterTest {
  private final Taken taken = new Taken();
  private final LineSplitter splitter = new LineSplitter(taken);

  @Test
  void shouldCutAtLineEndsAndKeepEmptyLines() {
    feed("one\n\ntwo\r\nthree");

    assertThat(taken.lines).containsExactly("one", "", "two");
    splitter.finish();
    assertThat(taken.lines).containsExactly("one", "", "two", "three");
    splitter.finish();
    assertThat(taken.lines).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void shouldMakeTheSameLinesHoweverTheBytesCome(long seed) {
    Random random = new Random(seed);
    String text = "ä line\nof grüße\n€\n\nand 𝄞 more\n".repeat(20);
    byte[] bytes = text.getBytes(UTF_8);

    for (int from = 0; from < bytes.length; ) {
      int length = Math.min(1 + random.nextInt(7), bytes.length - from);
      byte[] chunk = new byte[length + 3]; // a buffer is seldom full
      System.arraycopy(bytes, from, chunk, 0, length);
      splitter.bytes(chunk, length);
      from += length;
    }

    assertThat(taken.lines).containsExactlyElementsOf(text.lines().toList());
  }

  @Test
  void shouldCutAnEndlessLineAndSayHowMuchIsMissing() {
    String endless = "x".repeat(LineSplitter.BYTES_MAX);
    feed(endless);
    feed("y".repeat(1_000));
    feed("y\nnext\n");

    assertThat(taken.lines).containsExactly(endless + " ... (1001 more bytes)", "next");
  }

  @Test
  void shouldKeepALineOfExactlyTheLimitWhole() {
    String longest = "x".repeat(LineSplitter.BYTES_MAX);
    feed(longest + "\n");

    assertThat(taken.lines).containsExactly(longest);
  }

  @Test
  void shouldKeepFromTheTerminalWhatWouldMakeItDoSomething() {
    feed("\u001b]0;title\u0007 a\tb \u009b31m\n");

    assertThat(taken.lines).containsExactly("?]0;title? a\tb ?31m");
  }

  @Test
  void shouldCountWhatIsNotWantedWithItsLineEnd() {
    taken.wants = false;
    feed("12345\n" + "x".repeat(LineSplitter.BYTES_MAX + 10) + "\n");
    taken.wants = true;
    feed("wanted\n");

    assertThat(taken.lines).containsExactly("wanted");
    assertThat(taken.dropped).containsExactly(6L, LineSplitter.BYTES_MAX + 11L);
  }

  private void feed(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    splitter.bytes(bytes, bytes.length);
  }

  private static final class Taken implements LineSplitter.Lines {
    private final List<String> lines = new ArrayList<>();
    private final List<Long> dropped = new ArrayList<>();
    private boolean wants = true;

    @Override
    public boolean wants() {
      return wants;
    }

    @Override
    public void line(String text) {
      lines.add(text);
    }

    @Override
    public void dropped(long bytes) {
      dropped.add(bytes);
    }
  }
}
