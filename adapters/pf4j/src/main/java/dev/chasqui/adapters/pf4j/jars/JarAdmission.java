package dev.chasqui.adapters.pf4j.jars;

import java.util.Optional;
import java.util.Set;

/**
 * The rule for jars that may be loaded at all. Without hashes and signers every jar may; otherwise
 * the bundled jars, those with a hash of the list, and those that a listed certificate signed. The
 * names of jars, plug-ins and agents do not count.
 *
 * @param allowed the SHA-256 of jars, hexadecimal in small letters
 * @param signers the SHA-256 of certificates, hexadecimal in small letters
 */
public record JarAdmission(Set<String> allowed, Set<String> signers) {
    /** A rule that admits every jar. */
    public static final JarAdmission ANY = new JarAdmission(Set.of(), Set.of());

    public JarAdmission {
        allowed = Set.copyOf(allowed);
        signers = Set.copyOf(signers);
    }

    /** Returns true if not every jar is admitted, so that the hash of a jar is needed. */
    public boolean isLimited() {
        return !allowed.isEmpty() || !signers.isEmpty();
    }

    /**
     * Returns the reason for which a jar may not be loaded; empty if it may.
     *
     * @param signature the jar's signature
     */
    public Optional<String> refusal(FoundJar jar, JarSignature signature) {
        if (jar.own() || allowed.contains(jar.sha256())) {
            return Optional.empty();
        }
        if (signature.problem().isPresent()) {
            return signature.problem().map(why -> "its signature does not hold: " + why);
        }
        if (!isLimited() || jar.signers().stream().anyMatch(signers::contains)) {
            return Optional.empty();
        }
        return Optional.of(
                "it is not allowed here: its SHA-256 "
                        + jar.sha256()
                        + " is not in plugins.allowed (add it there to load this jar)"
                        + signerHint(jar, signature));
    }

    private String signerHint(FoundJar jar, JarSignature signature) {
        if (signers.isEmpty()) {
            return "";
        }
        if (signature.partly()) {
            return ", and its signature does not cover all its entries";
        }
        return jar.signers().isEmpty()
                ? ", and it is not signed by one of plugins.signers"
                : ", and its signer "
                        + String.join(", ", jar.signers())
                        + " is not in plugins.signers";
    }
}
