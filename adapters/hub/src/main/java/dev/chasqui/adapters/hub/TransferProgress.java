package dev.chasqui.adapters.hub;

/** The receiver of the progress of files in numbers; called on the thread of the download. */
@FunctionalInterface
public interface TransferProgress {
    /**
     * Reports the state of one file, about twice a second.
     *
     * @param digest the checksum of the whole file, with its kind in front: {@code sha256:…}
     * @param total the size of the whole file in bytes
     * @param completed the bytes that are here
     */
    void at(String digest, long total, long completed);
}
