package dev.chasqui.adapters.pf4j.jars;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;

/**
 * A jar in a plug-in folder that holds a plug-in.
 *
 * @param id {@code Plugin-Id} of its manifest, else its file name
 * @param name the name of its plug-in
 * @param sha256 the SHA-256 of its bytes, hexadecimal in small letters; empty if no hash is needed
 * @param own true if it lies in the distribution's own folder
 * @param signers the SHA-256 of the certificates that signed all of it
 */
public record FoundJar(
        Path path, String id, String name, String sha256, boolean own, Set<String> signers) {
    public FoundJar {
        signers = Set.copyOf(signers);
    }

    /** Describes a jar without a signature. */
    public FoundJar(Path path, String id, String name, String sha256, boolean own) {
        this(path, id, name, sha256, own, Set.of());
    }

    /** Returns true if the code of this jar is trusted. */
    public boolean isTrusted(JarTrust trust) {
        return own || trust.trustsHash(sha256);
    }

    /** Returns the same jar with the name of its plug-in. */
    public FoundJar named(String plugin) {
        return new FoundJar(path, id, plugin, sha256, own, signers);
    }

    /** Returns the same jar, found at another path. */
    public FoundJar at(Path elsewhere) {
        return new FoundJar(elsewhere, id, name, sha256, own, signers);
    }

    /**
     * Returns true if both jars hold the same plug-in, so that only one of them may be installed.
     */
    public boolean isSamePlugin(FoundJar other) {
        return id.equals(other.id) || name.equals(other.name);
    }

    /** Returns the reason for which this jar is not installed beside the other one. */
    public String replacementReason(FoundJar other) {
        return Objects.equals(other.path.getParent(), path.getParent())
                ? other.path.getFileName() + " beside it is the same plug-in"
                : other.path + " is the same plug-in and comes later";
    }
}
