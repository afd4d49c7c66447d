package dev.chasqui.application.port;

/** A step of a change of models, such as a download, as it is reported to the client. */
public sealed interface ChangeProgress {

    /**
     * A step in words.
     *
     * @param text what is being done
     */
    record Step(String text) implements ChangeProgress {}

    /**
     * The state of a file's transfer.
     *
     * @param digest the checksum of the whole file, with its kind in front: {@code sha256:…}
     * @param total the size of the whole file in bytes
     * @param completed the bytes that are here
     */
    record Transfer(String digest, long total, long completed) implements ChangeProgress {}
}
