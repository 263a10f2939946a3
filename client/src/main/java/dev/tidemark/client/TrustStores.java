package dev.tidemark.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** The certificates that a client trusts. */
final class TrustStores {
  private static final String PEM = "-----BEGIN";

  private TrustStores() {}

  /**
   * Those in a file, and no others.
   *
   * @param file PEM certificates or a PKCS#12 store
   * @param password of the store; null for none
   */
  static SSLContext in(Path file, char @Nullable [] password) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      KeyStore store = KeyStore.getInstance("PKCS12");
      if (new String(bytes, StandardCharsets.ISO_8859_1).contains(PEM)) {
        store.load(null, null);
        int number = 0;
        for (Certificate certificate : certificates(bytes)) {
          store.setCertificateEntry("ca-" + number++, certificate);
        }
      } else {
        store.load(new ByteArrayInputStream(bytes), password);
      }
      if (store.size() == 0) {
        throw new IllegalArgumentException(
            file + " holds no certificate: a PKCS#12 store may need its password");
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return context(factory.getTrustManagers());
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "the certificates in " + file + " can't be read: give PEM or PKCS#12", e);
    }
  }

  /** Any certificate of anybody. */
  static SSLContext anybody() {
    try {
      return context(new TrustManager[] {new Anybody()});
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has TLS", e);
    }
  }

  private static Iterable<? extends Certificate> certificates(byte[] pem)
      throws GeneralSecurityException {
    return CertificateFactory.getInstance("X.509")
        .generateCertificates(new ByteArrayInputStream(pem));
  }

  private static SSLContext context(TrustManager[] managers) throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers, null);
    return context;
  }

  /** An extended one, since the JDK checks host names on behalf of the others. */
  private static final class Anybody extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
