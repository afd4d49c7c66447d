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
 * The folder in which what comes in jars lies as files, since native code opens it by path.
 *
 * <p>A file that is there is taken only if its size and its hash are right; one that is not, such
 * as one of another version or one that somebody changed, is written anew. It is written beside its
 * place and then moved there, so that nobody ever sees half of it.
 */
final class UnpackedFiles {
    private static final System.Logger LOG = System.getLogger(UnpackedFiles.class.getName());

    private static final String UNFINISHED = ".unfinished";

    private final Path folder;

    /**
     * @param folder is made when the first file is
     */
    UnpackedFiles(Path folder) {
        this.folder = folder.toAbsolutePath();
    }

    /**
     * The place of one file, where it lies now for sure.
     *
     * @throws IOException if it does not and cannot be written
     */
    Path file(PackedFile packed) throws IOException {
        Path place = folder.resolve(packed.name());
        if (!isWhole(place, packed)) {
            unpack(packed, place);
        }
        return place;
    }

    /**
     * The folder in which these native libraries lie now for sure.
     *
     * @throws IOException if one does not and cannot be written
     */
    Path folder(List<PackedFile> natives) throws IOException {
        Path last = folder;
        for (PackedFile file : natives) {
            last = Objects.requireNonNull(file(file).getParent());
        }
        return last;
    }

    private static boolean isWhole(Path place, PackedFile packed) throws IOException {
        if (!Files.isRegularFile(place) || Files.size(place) != packed.size()) {
            return false;
        }
        try (InputStream there = Files.newInputStream(place)) {
            return hash(there, OutputStream.nullOutputStream()).equals(packed.sha256());
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
                throw new IOException(packed.name() + " is another one in its jar: " + hash);
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

    /** Copies all of a stream, and tells the hash of it. */
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
