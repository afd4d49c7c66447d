package dev.chasqui.adapters.jdbc;

/** The refusal of a database whose schema is newer than this server. */
final class NewerSchemaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NewerSchemaException(int version) {
        super(
                ("it was used by a newer Chasqui (its schema is %d, this one knows up to %d);"
                                + " install that version or a newer one, or name another database")
                        .formatted(version, Schema.VERSION));
    }
}
