package dev.tidemark.dev.registry;

/**
 * A request that can't be answered as asked: Confluent's error code, its HTTP status, and one line
 * of text.
 */
final class RegistryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The code of an invalid schema. */
  static final int INVALID_SCHEMA = 42201;

  private static final int STATUS_MAX = 599;
  private static final String SOFTLY_DELETED =
      " was soft deleted. Set permanent=true to delete permanently";
  private static final String NOT_SOFTLY_DELETED =
      " was not deleted first before being permanently deleted";

  private final int code;

  RegistryException(int code, String message) {
    super(message);
    this.code = code;
  }

  RegistryException(int code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** The {@code error_code} of the body. */
  int code() {
    return code;
  }

  /** The HTTP status: the first three digits of the code. */
  int status() {
    return code > STATUS_MAX ? code / 100 : code;
  }

  static RegistryException subjectNotFound(String subject) {
    return new RegistryException(40401, "Subject '" + subject + "' not found.");
  }

  static RegistryException versionNotFound(String version) {
    return new RegistryException(40402, "Version " + version + " not found.");
  }

  static RegistryException schemaNotFound() {
    return new RegistryException(40403, "Schema not found");
  }

  static RegistryException schemaNotFound(int id) {
    return new RegistryException(40403, "Schema " + id + " not found");
  }

  static RegistryException subjectSoftlyDeleted(String subject) {
    return new RegistryException(40404, "Subject '" + subject + "'" + SOFTLY_DELETED);
  }

  static RegistryException subjectNotSoftlyDeleted(String subject) {
    return new RegistryException(40405, "Subject '" + subject + "'" + NOT_SOFTLY_DELETED);
  }

  static RegistryException versionSoftlyDeleted(String subject, String version) {
    return new RegistryException(
        40406, "Subject '" + subject + "' Version " + version + SOFTLY_DELETED);
  }

  static RegistryException versionNotSoftlyDeleted(String subject, int version) {
    return new RegistryException(
        40407, "Subject '" + subject + "' Version " + version + NOT_SOFTLY_DELETED);
  }

  static RegistryException levelNotConfigured(String subject) {
    return new RegistryException(
        40408, "Subject '" + subject + "' does not have subject-level compatibility configured");
  }

  static RegistryException modeNotConfigured(String subject) {
    return new RegistryException(
        40409, "Subject '" + subject + "' does not have subject-level mode configured");
  }

  static RegistryException incompatible(String subject, String details) {
    return new RegistryException(
        409,
        "Schema being registered is incompatible with an earlier schema for subject \""
            + subject
            + "\", details: "
            + details);
  }

  static RegistryException invalidSchema(String message) {
    return new RegistryException(INVALID_SCHEMA, message);
  }

  static RegistryException invalidVersion(String version) {
    return new RegistryException(
        42202,
        "The specified version '%s' is not a valid version id. Allowed values are between [1, 2^31-1] and the string \"latest\""
            .formatted(version));
  }

  static RegistryException invalidLevel() {
    return new RegistryException(
        42203,
        "Invalid compatibility level. Valid values are none, backward, forward, full,"
            + " backward_transitive, forward_transitive, and full_transitive");
  }

  static RegistryException notPermitted(String message) {
    return new RegistryException(42205, message);
  }

  static RegistryException referenced(String subject, int version) {
    return new RegistryException(
        42206,
        "One or more references exist to the schema {subject=%s,version=%d}; delete those first"
            .formatted(subject, version));
  }

  static RegistryException invalidSubject(String subject) {
    return new RegistryException(
        42208, "The specified subject '" + subject + "' is not a valid subject name.");
  }

  static RegistryException schemaTooLarge(Throwable cause) {
    return new RegistryException(
        42209, "Register operation failed because schema is too large", cause);
  }

  static RegistryException store(String what, Throwable cause) {
    return new RegistryException(50001, what + ": " + cause.getMessage(), cause);
  }

  static RegistryException timeout(String what) {
    return new RegistryException(50002, what);
  }
}
