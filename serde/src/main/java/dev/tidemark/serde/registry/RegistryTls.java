package dev.tidemark.serde.registry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * The certificates of a TLS connection. Host names are always verified.
 *
 * @param trustStore whom to trust; null for the authorities that the JVM trusts
 * @param keyStore our own certificate; null for none
 * @param keyPassword the password of the key in it; null when it is the store's
 */
public record RegistryTls(
    @Nullable Store trustStore, @Nullable Store keyStore, @Nullable String keyPassword) {

  /** The JVM's own trust and no certificate of ours. */
  public static final RegistryTls JVM_DEFAULT = new RegistryTls(null, null, null);

  /**
   * A file of certificates or keys.
   *
   * @param location the file
   * @param password its password; null for none
   * @param type its format, as {@link KeyStore} names it: {@code PKCS12}, {@code JKS}
   */
  public record Store(Path location, @Nullable String password, String type) {
    @Override
    public String toString() {
      return "Store[location=" + location + ", type=" + type + "]";
    }

    private KeyStore load() throws IOException, GeneralSecurityException {
      KeyStore store = KeyStore.getInstance(type);
      try (InputStream in = Files.newInputStream(location)) {
        store.load(in, password == null ? null : password.toCharArray());
      }
      return store;
    }
  }

  /** Returns whether anything differs from what the JVM does on its own. */
  boolean isJvmDefault() {
    return trustStore == null && keyStore == null;
  }

  /**
   * Reads the stores.
   *
   * @throws IllegalArgumentException when one can't be read; names the file, not the password
   */
  SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keyManagers(), trustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("TLS can't be set up: " + e.getMessage(), e);
    }
  }

  private TrustManager @Nullable [] trustManagers() throws GeneralSecurityException {
    if (trustStore == null) {
      return null;
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(load("schema.registry.ssl.truststore", trustStore));
    return factory.getTrustManagers();
  }

  private KeyManager @Nullable [] keyManagers() throws GeneralSecurityException {
    if (keyStore == null) {
      return null;
    }
    String password = keyPassword == null ? keyStore.password() : keyPassword;
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(
        load("schema.registry.ssl.keystore", keyStore),
        password == null ? null : password.toCharArray());
    return factory.getKeyManagers();
  }

  private static KeyStore load(String keys, Store store) {
    try {
      return store.load();
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(
          keys + ".location: " + store + " can't be read, check the file, its type and password",
          e);
    }
  }

  @Override
  public String toString() {
    return "RegistryTls[trustStore=" + trustStore + ", keyStore=" + keyStore + "]";
  }
}
