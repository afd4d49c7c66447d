package dev.chasqui.adapters.pf4j;

import java.nio.file.Path;
import java.util.Objects;

/**
 * A jar that lies in a folder and holds a plug-in.
 *
 * @param id {@code Plugin-Id} of its manifest, else its file name
 * @param name the name of its plug-in
 * @param sha256 the SHA-256 of its bytes, hexadecimal in small letters; nothing where nobody asks
 *     for it
 * @param own whether it lies in the distribution's own folder
 */
record FoundJar(Path path, String id, String name, String sha256, boolean own) {

    /** Whether its code is known to behave. */
    boolean isTrusted(JarTrust trust) {
        return own || trust.knows(sha256);
    }

    /** Whether both are the same plug-in, so that only one of them may be installed. */
    boolean isSameAs(FoundJar other) {
        return id.equals(other.id) || name.equals(other.name);
    }

    /** Why this one is not installed where another one is. */
    String replacedBy(FoundJar other) {
        return Objects.equals(other.path.getParent(), path.getParent())
                ? other.path.getFileName() + " beside it is the same plug-in"
                : other.path + " is the same plug-in and comes later";
    }
}
