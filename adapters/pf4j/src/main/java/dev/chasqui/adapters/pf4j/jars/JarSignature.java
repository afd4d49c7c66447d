package dev.chasqui.adapters.pf4j.jars;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;

/**
 * The signature of a jar, as the JDK verifies it. The chain and the time of a certificate do not
 * count, since certificates are named by their fingerprints.
 *
 * @param signers the SHA-256 of the certificates that signed every entry, hexadecimal in small
 *     letters
 * @param partly true if it is signed, but not in every entry
 * @param problem the reason for which the signature does not hold, such as a changed entry
 */
public record JarSignature(Set<String> signers, boolean partly, Optional<String> problem) {
    /** The signature of a jar that has none. */
    public static final JarSignature NONE = new JarSignature(Set.of(), false, Optional.empty());

    private static final int BUFFER = 64 * 1024;
    private static final Pattern SIGNATURE_FILE =
            Pattern.compile(
                    "META-INF/([^/]*\\.(SF|RSA|DSA|EC)|SIG-[^/]*|MANIFEST\\.MF)",
                    Pattern.CASE_INSENSITIVE);

    public JarSignature {
        signers = Set.copyOf(signers);
    }

    /**
     * Verifies a jar. It reads all entries, whose sizes must have been checked before.
     *
     * @throws IOException if the jar cannot be read
     */
    public static JarSignature of(Path file) throws IOException {
        try (JarFile jar = new JarFile(file.toFile(), true, ZipFile.OPEN_READ)) {
            List<JarEntry> entries = jar.stream().toList();
            boolean signed =
                    entries.stream()
                            .anyMatch(entry -> entry.getName().matches("(?i)META-INF/[^/]*\\.SF"));
            return signed ? verified(jar, entries) : NONE;
        } catch (SecurityException e) {
            return new JarSignature(Set.of(), false, Optional.of(String.valueOf(e.getMessage())));
        }
    }

    private static JarSignature verified(JarFile jar, List<JarEntry> entries) throws IOException {
        Optional<String> missing = missing(jar);
        if (missing.isPresent()) {
            return new JarSignature(
                    Set.of(),
                    false,
                    Optional.of("its manifest names " + missing.get() + ", which is missing"));
        }
        Optional<Set<String>> common = Optional.empty();
        boolean partly = false;
        for (JarEntry entry : entries) {
            if (entry.isDirectory() || SIGNATURE_FILE.matcher(entry.getName()).matches()) {
                continue;
            }
            read(jar, entry);
            Set<String> here = signers(entry);
            partly |= here.isEmpty();
            common.ifPresent(before -> before.retainAll(here));
            if (common.isEmpty()) {
                common = Optional.of(here);
            }
        }
        return new JarSignature(common.orElse(Set.of()), partly, Optional.empty());
    }

    /** Returns the first entry that the manifest names and the jar lacks. */
    private static Optional<String> missing(JarFile jar) throws IOException {
        Manifest manifest = jar.getManifest();
        return manifest == null
                ? Optional.empty()
                : manifest.getEntries().keySet().stream()
                        .filter(name -> jar.getEntry(name) == null)
                        .sorted()
                        .findFirst();
    }

    /** Reads an entry to its end, since only then its signers are known. */
    private static void read(JarFile jar, JarEntry entry) throws IOException {
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = jar.getInputStream(entry)) {
            int more;
            do {
                more = in.read(buffer);
            } while (more >= 0);
        }
    }

    private static Set<String> signers(JarEntry entry) {
        CodeSigner[] signers = entry.getCodeSigners();
        Set<String> found = new HashSet<>();
        if (signers != null) {
            for (CodeSigner signer : signers) {
                found.add(fingerprint(signer));
            }
        }
        return found;
    }

    private static String fingerprint(CodeSigner signer) {
        try {
            byte[] certificate =
                    signer.getSignerCertPath().getCertificates().getFirst().getEncoded();
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate));
        } catch (CertificateEncodingException e) {
            throw new SecurityException("a certificate cannot be read", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Returns the signers in order. */
    public Set<String> inOrder() {
        return new TreeSet<>(signers);
    }
}
