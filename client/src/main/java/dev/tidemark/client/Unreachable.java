package dev.tidemark.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;

/** Puts into words why a node can't be reached. */
final class Unreachable {
  private static final String START = "start one (tidemark dev, or tidemark node), or name another";

  private Unreachable() {}

  static NodeUnreachableException of(List<URI> urls, URI url, IOException e) {
    String all = urls.stream().map(URI::toString).collect(Collectors.joining(", "));
    if (e instanceof HttpConnectTimeoutException) {
      return new NodeUnreachableException(
          url, "no node answers at " + all + ": the connection took too long", START, e);
    }
    if (isUnknownHost(e)) {
      return new NodeUnreachableException(
          url, "no node answers at " + all + ": the name is unknown", "check the URL", e);
    }
    if (e instanceof ConnectException) {
      return new NodeUnreachableException(url, "no node answers at " + all, START, e);
    }
    if (isTls(e)) {
      return new NodeUnreachableException(
          url,
          "the certificate of " + url + " is not trusted, or it does not speak TLS",
          "name the file with the certificate of who signed it, and use the host name in it",
          e);
    }
    if (e instanceof Transport.StrangeAnswerException) {
      return new NodeUnreachableException(
          url, String.valueOf(e.getMessage()), "check the URL and the versions of both", e);
    }
    return new NodeUnreachableException(
        url,
        url + " did not answer: " + why(e),
        url.getScheme().equals("http")
            ? "ask again, name another node, or use https if it serves TLS"
            : "ask again, or name another node",
        e);
  }

  /** The connection broke while something may have been changed. */
  static NodeUnreachableException halfWay(URI url, ApiRequest ask, IOException e) {
    if (ask.isUpload() && !(e instanceof Transport.StrangeAnswerException)) {
      return new NodeUnreachableException(
          url,
          url + " ended the connection while the jar was sent: " + why(e),
          "try again; it may be larger than the node accepts",
          e);
    }
    return new NodeUnreachableException(
        url,
        url + " may or may not have done it: " + why(e),
        "look whether it was done before you ask again",
        e);
  }

  static NodeUnreachableException interrupted(URI url, InterruptedException e) {
    return new NodeUnreachableException(
        url, "interrupted while " + url + " was asked", "ask again", e);
  }

  /** Returns whether nothing can have reached the node. */
  static boolean isBeforeSending(IOException e) {
    return e instanceof ConnectException || e instanceof HttpConnectTimeoutException || isTls(e);
  }

  private static boolean isUnknownHost(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException
          || cause instanceof java.net.UnknownHostException) {
        return true;
      }
    }
    return false;
  }

  private static boolean isTls(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SSLException) {
        return true;
      }
    }
    return false;
  }

  private static String why(IOException e) {
    return e.getMessage() == null ? "the connection broke" : e.getMessage();
  }
}
