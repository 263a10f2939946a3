package dev.tidemark.node.http;

import dev.tidemark.node.api.ApiException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Percent-decoding, once and strictly: what is not valid UTF-8 or not valid hex is refused. */
final class Percent {
  private Percent() {}

  static String decode(String encoded, boolean plusIsSpace) {
    byte[] bytes = new byte[encoded.length()];
    int length = 0;
    for (int at = 0; at < encoded.length(); at++) {
      char next = encoded.charAt(at);
      if (next == '%') {
        bytes[length++] = (byte) hexByte(encoded, at + 1);
        at += 2;
      } else if (next == '+' && plusIsSpace) {
        bytes[length++] = ' ';
      } else if (next > ' ' && next < 127) {
        bytes[length++] = (byte) next;
      } else {
        throw malformed();
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, 0, length))
          .toString();
    } catch (CharacterCodingException e) {
      throw malformed();
    }
  }

  private static int hexByte(String encoded, int at) {
    if (at + 2 > encoded.length()) {
      throw malformed();
    }
    int high = Character.digit(encoded.charAt(at), 16);
    int low = Character.digit(encoded.charAt(at + 1), 16);
    if (high < 0 || low < 0) {
      throw malformed();
    }
    return high << 4 | low;
  }

  private static ApiException malformed() {
    return Errors.badRequest(
        "the URL is not percent-encoded UTF-8", "encode all but letters, digits and -._~");
  }
}
