package dev.tidemark.registry;

import static dev.tidemark.registry.FaultyServer.head;
import static dev.tidemark.registry.FaultyServer.whole;
import static dev.tidemark.registry.Outcome.ACCESS;
import static dev.tidemark.registry.Outcome.BROKEN;
import static dev.tidemark.registry.Outcome.FOUND;
import static dev.tidemark.registry.Outcome.INVALID;
import static dev.tidemark.registry.Outcome.NOT_FOUND;
import static dev.tidemark.registry.Outcome.REFUSED;
import static dev.tidemark.registry.Outcome.UNAVAILABLE;

import dev.tidemark.registry.FaultyServer.Behaviour;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What an address may do instead of answering, and what each client makes of it: what comes of it,
 * and whether it asks another address.
 */
enum Fault {
  SILENCE((request, out) -> await(), UNAVAILABLE, Bodies.NEXT, UNAVAILABLE, Bodies.NEXT),
  DRIPPING(
      (request, out) -> {
        out.write(head(200, 1_000));
        for (int i = 0; i < 20; i++) {
          out.write(' ');
          out.flush();
          pause();
        }
      },
      UNAVAILABLE,
      Bodies.NEXT,
      UNAVAILABLE,
      Bodies.NEXT),
  HANGING_UP((request, out) -> {}, UNAVAILABLE, Bodies.NEXT, UNAVAILABLE, Bodies.NEXT),
  HALF_A_HEAD(
      (request, out) ->
          out.write("HTTP/1.1 200 O".getBytes(java.nio.charset.StandardCharsets.UTF_8)),
      UNAVAILABLE,
      Bodies.NEXT,
      UNAVAILABLE,
      Bodies.NEXT),
  HALF_A_BODY(
      (request, out) -> {
        out.write(head(200, 1_000));
        out.write(Bodies.GOOD.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      },
      UNAVAILABLE,
      Bodies.NEXT,
      FOUND,
      Bodies.STAYS),
  NO_HTTP(
      (request, out) ->
          out.write("220 smtp.example.com\r\n".getBytes(java.nio.charset.StandardCharsets.UTF_8)),
      UNAVAILABLE,
      Bodies.NEXT,
      UNAVAILABLE,
      Bodies.STAYS),
  EMPTY_BODY(whole(200, ""), UNAVAILABLE, Bodies.NEXT, UNAVAILABLE, Bodies.NEXT),
  HALF_A_JSON(
      whole(200, "{\"schema\":\"\\\"str"), UNAVAILABLE, Bodies.NEXT, UNAVAILABLE, Bodies.NEXT),
  MORE_BEHIND(whole(200, Bodies.GOOD + " <!-- -->"), UNAVAILABLE, Bodies.NEXT, FOUND, Bodies.STAYS),
  HTML(whole(200, "<html>Log in!</html>"), UNAVAILABLE, Bodies.NEXT, UNAVAILABLE, Bodies.NEXT),
  ANOTHER_JSON(whole(200, "{}"), UNAVAILABLE, Bodies.NEXT, BROKEN, Bodies.STAYS),
  A_LIST(whole(200, "[]"), UNAVAILABLE, Bodies.NEXT, UNAVAILABLE, Bodies.NEXT),
  NO_SCHEMA(whole(200, "{\"schema\":\"nonsense\"}"), INVALID, Bodies.STAYS, INVALID, Bodies.STAYS),
  TOO_LARGE(
      whole(200, " ".repeat(9 << 20) + Bodies.GOOD), UNAVAILABLE, Bodies.NEXT, FOUND, Bodies.STAYS),
  REDIRECT_TO_ITSELF(
      whole(302, "", "Location: /elsewhere"), UNAVAILABLE, Bodies.NEXT, UNAVAILABLE, Bodies.NEXT),
  STATUS_400(whole(400, Bodies.error(400)), REFUSED, Bodies.STAYS, REFUSED, Bodies.STAYS),
  STATUS_401(whole(401, Bodies.error(401)), ACCESS, Bodies.STAYS, ACCESS, Bodies.STAYS),
  STATUS_401_OF_A_PROXY(whole(401, "<html>"), ACCESS, Bodies.STAYS, ACCESS, Bodies.STAYS),
  STATUS_403(whole(403, Bodies.error(40301)), ACCESS, Bodies.STAYS, ACCESS, Bodies.STAYS),
  STATUS_404(whole(404, Bodies.error(40403)), NOT_FOUND, Bodies.STAYS, NOT_FOUND, Bodies.STAYS),
  STATUS_404_OF_THE_PATH(
      whole(404, Bodies.error(404)), UNAVAILABLE, Bodies.NEXT, NOT_FOUND, Bodies.STAYS),
  STATUS_404_OF_A_PROXY(whole(404, "<html>"), UNAVAILABLE, Bodies.NEXT, UNAVAILABLE, Bodies.STAYS),
  STATUS_408(whole(408, Bodies.error(408)), UNAVAILABLE, Bodies.NEXT, UNAVAILABLE, Bodies.STAYS),
  STATUS_422(whole(422, Bodies.error(42205)), REFUSED, Bodies.STAYS, REFUSED, Bodies.STAYS),
  STATUS_429(whole(429, Bodies.error(429)), UNAVAILABLE, Bodies.NEXT, UNAVAILABLE, Bodies.STAYS),
  STATUS_500(whole(500, Bodies.error(50001)), UNAVAILABLE, Bodies.NEXT, UNAVAILABLE, Bodies.STAYS),
  STATUS_502_OF_A_PROXY(whole(502, "<html>"), UNAVAILABLE, Bodies.NEXT, UNAVAILABLE, Bodies.STAYS),
  STATUS_503(whole(503, Bodies.error(50003)), UNAVAILABLE, Bodies.NEXT, UNAVAILABLE, Bodies.STAYS);

  private final Behaviour behaviour;
  private final Outcome ours;
  private final boolean oursGoesOn;
  private final Outcome confluents;
  private final boolean confluentsGoesOn;

  Fault(
      Behaviour behaviour,
      Outcome ours,
      boolean oursGoesOn,
      Outcome confluents,
      boolean confluentsGoesOn) {
    this.behaviour = behaviour;
    this.ours = ours;
    this.oursGoesOn = oursGoesOn;
    this.confluents = confluents;
    this.confluentsGoesOn = confluentsGoesOn;
  }

  /** What the constants are made of; a class of its own, to be there before they are. */
  static final class Bodies {
    static final boolean NEXT = true;
    static final boolean STAYS = false;
    static final String GOOD = "{\"schema\":\"\\\"string\\\"\"}";

    private Bodies() {}

    static String error(int code) {
      return "{\"error_code\":" + code + ",\"message\":\"as told\"}";
    }
  }

  Behaviour behaviour() {
    return behaviour;
  }

  /** What comes of it where this is the only address. */
  Outcome alone(Client client) {
    return client == Client.OURS ? ours : confluents;
  }

  /** Whether another address is asked then. */
  boolean asksNext(Client client) {
    return client == Client.OURS ? oursGoesOn : confluentsGoesOn;
  }

  private static void await() throws InterruptedException {
    new CountDownLatch(1).await(1, TimeUnit.MINUTES);
  }

  private static void pause() throws InterruptedException {
    new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS);
  }
}
