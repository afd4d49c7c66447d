package dev.chasqui.adapters.pf4j;

import java.nio.file.Path;
import java.util.Objects;

/**
 * A jar in a plug-in folder that holds a plug-in.
 *
 * @param id {@code Plugin-Id} of its manifest, else its file name
 * @param name the name of its plug-in
 * @param sha256 the SHA-256 of its bytes, hexadecimal in small letters; empty if no hash is needed
 * @param own true if it lies in the distribution's own folder
 */
record FoundJar(Path path, String id, String name, String sha256, boolean own) {

    /** Returns true if the code of this jar is trusted. */
    boolean isTrusted(JarTrust trust) {
        return own || trust.trustsHash(sha256);
    }

    /**
     * Returns true if both jars hold the same plug-in, so that only one of them may be installed.
     */
    boolean isSamePlugin(FoundJar other) {
        return id.equals(other.id) || name.equals(other.name);
    }

    /** Returns the reason for which this jar is not installed beside the other one. */
    String replacementReason(FoundJar other) {
        return Objects.equals(other.path.getParent(), path.getParent())
                ? other.path.getFileName() + " beside it is the same plug-in"
                : other.path + " is the same plug-in and comes later";
    }
}
