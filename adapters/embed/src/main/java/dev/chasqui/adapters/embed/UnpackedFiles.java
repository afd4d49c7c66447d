package dev.chasqui.adapters.embed;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * The folder of the files that are unpacked from jars. Native code opens these files by path, so it
 * cannot read them inside a jar.
 *
 * <p>An existing file is used only if its size and its SHA-256 are those of the table. Any other
 * file, such as one of another version or one that somebody changed, is written anew. It is written
 * under another name in the same folder and then moved to its place in one atomic step, so nobody
 * ever sees half a file.
 *
 * <p>Not safe for use by several threads at once, since two threads would write the same unfinished
 * file; the lock of {@link BgeModel} guards it.
 */
final class UnpackedFiles {
    private static final System.Logger LOG = System.getLogger(UnpackedFiles.class.getName());

    /** The end of the name of a file while it is written. */
    private static final String UNFINISHED = ".unfinished";

    private final Path folder;

    /**
     * Makes an object for a folder, without touching the folder.
     *
     * @param folder the folder; it is created together with the first file
     */
    UnpackedFiles(Path folder) {
        this.folder = folder.toAbsolutePath();
    }

    /**
     * Returns the path of a file, and unpacks the file if it is missing or differs from the table.
     *
     * @throws IOException if an existing file cannot be read, the file cannot be unpacked, or its
     *     content in the jar has another SHA-256 than the table
     */
    Path file(PackedFile packed) throws IOException {
        Path place = folder.resolve(packed.name());
        if (!isIntact(place, packed)) {
            unpack(packed, place);
        }
        return place;
    }

    /**
     * Returns the folder of these native libraries, and unpacks those that are missing or differ
     * from the table.
     *
     * @param natives the libraries of one platform, which lie in one folder
     * @throws IOException as {@link #file} does
     */
    Path folder(List<PackedFile> natives) throws IOException {
        Path last = folder;
        for (PackedFile file : natives) {
            last = Objects.requireNonNull(file(file).getParent());
        }
        return last;
    }

    private static boolean isIntact(Path place, PackedFile packed) throws IOException {
        if (!Files.isRegularFile(place) || Files.size(place) != packed.size()) {
            return false;
        }
        try (InputStream content = Files.newInputStream(place)) {
            return hash(content, OutputStream.nullOutputStream()).equals(packed.sha256());
        }
    }

    private static void unpack(PackedFile packed, Path place) throws IOException {
        Files.createDirectories(Objects.requireNonNull(place.getParent()));
        Path unfinished = place.resolveSibling(place.getFileName() + UNFINISHED);
        try {
            String hash;
            try (InputStream in = packed.open();
                    OutputStream out = Files.newOutputStream(unfinished)) {
                hash = hash(in, out);
            }
            if (!hash.equals(packed.sha256())) {
                throw new IOException(
                        packed.name()
                                + ": another content in its jar, SHA-256 "
                                + hash
                                + " (expected: "
                                + packed.sha256()
                                + ")");
            }
            Files.move(
                    unfinished,
                    place,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            LOG.log(System.Logger.Level.DEBUG, "unpacked {0}", place);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /** Copies a stream to its end, and returns the SHA-256 of the content in hexadecimal digits. */
    private static String hash(InputStream in, OutputStream out) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            new DigestInputStream(in, digest).transferTo(out);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
