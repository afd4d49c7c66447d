package dev.chasqui.adapters.pf4j.jars;

import dev.chasqui.domain.text.Printable;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The check of a jar before any of its code is loaded: it is complete, its sizes are bounded, it
 * brings no classes that belong to the server or the JDK, and it names no other jars. All refusals
 * are {@link IllegalArgumentException}s in words for the operator.
 */
public final class JarInspection {
    /** The most bytes of a jar's file. */
    static final long MOST_BYTES = 512L << 20;

    /** The most bytes of all entries together, unpacked. */
    static final long MOST_UNPACKED = 2L << 30;

    private static final int MOST_ENTRIES = 100_000;

    /** The most bytes of the directory of entries, which the JDK holds in memory. */
    private static final long MOST_DIRECTORY = 32L << 20;

    /** The most bytes of the manifest and of each file of a signature, which are held in memory. */
    private static final long MOST_META = 8L << 20;

    /** The most bytes that one packed byte may stand for, in entries above {@link #SMALL}. */
    private static final int MOST_RATIO = 200;

    private static final long SMALL = 1L << 20;
    private static final int BUFFER = 64 * 1024;

    /** The signature of the end of the directory, its least length, and the place of its size. */
    private static final int END = 0x06054b50;

    private static final int END_LENGTH = 22;
    private static final int SIZE_OF_DIRECTORY = 12;
    private static final int LONGEST_COMMENT = 0xFFFF;

    private static final Pattern OURS =
            Pattern.compile(
                    "(META-INF/versions/[0-9]+/)?"
                            + "(java/|dev/chasqui/domain/|dev/chasqui/plugin/).*\\.class");
    private static final Pattern META =
            Pattern.compile(
                    "META-INF/([^/]*\\.(SF|RSA|DSA|EC|MF)|SIG-[^/]*)", Pattern.CASE_INSENSITIVE);

    private JarInspection() {}

    /**
     * Checks a jar. It reads all of it.
     *
     * @param file a file that nobody changes meanwhile
     * @throws IOException if it is no complete zip file
     * @throws IllegalArgumentException if it breaks a rule
     */
    public static void check(Path file) throws IOException {
        checkDirectory(file);
        try (ZipFile zip = new ZipFile(file.toFile())) {
            if (zip.size() > MOST_ENTRIES) {
                throw refused("it has " + zip.size() + " entries", "at most " + MOST_ENTRIES);
            }
            long left = MOST_UNPACKED;
            Enumeration<? extends ZipEntry> entries = zip.entries();
            List<ZipEntry> all = new java.util.ArrayList<>();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                checkName(entry.getName());
                left -= checkSize(entry);
                if (left < 0) {
                    throw tooMuch();
                }
                all.add(entry);
            }
            for (ZipEntry entry : all) {
                checkContent(zip, entry);
            }
        }
        checkClassPath(file);
    }

    /** Refuses the names of other jars, since those would be loaded without any check. */
    private static void checkClassPath(Path file) throws IOException {
        try (JarFile jar = new JarFile(file.toFile(), false)) {
            Manifest manifest = jar.getManifest();
            String others =
                    manifest == null
                            ? null
                            : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            if (others != null) {
                throw refused(
                        "its manifest has the Class-Path " + quoted(others),
                        "none; pack the classes of other jars into this one");
            }
        }
    }

    /** Returns the reason for which a file is too large to be read; empty if it is not. */
    public static Optional<String> tooLarge(Path file) {
        try {
            long size = Files.size(file);
            return size > MOST_BYTES
                    ? Optional.of(
                            "it has " + size + " bytes (expected: at most " + MOST_BYTES + ")")
                    : Optional.empty();
        } catch (IOException e) {
            // The read that follows tells why.
            return Optional.empty();
        }
    }

    /** Bounds the directory of entries before the JDK reads it whole. */
    private static void checkDirectory(Path file) throws IOException {
        byte[] tail;
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            long from = Math.max(0, in.length() - END_LENGTH - LONGEST_COMMENT);
            tail = new byte[(int) (in.length() - from)];
            in.seek(from);
            in.readFully(tail);
        }
        ByteBuffer bytes = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at + END_LENGTH <= tail.length; at++) {
            if (bytes.getInt(at) == END) {
                long size = Integer.toUnsignedLong(bytes.getInt(at + SIZE_OF_DIRECTORY));
                if (size > MOST_DIRECTORY) {
                    throw refused(
                            "its directory of entries has " + size + " bytes",
                            "at most " + MOST_DIRECTORY);
                }
            }
        }
    }

    private static void checkName(String name) {
        boolean leaves =
                name.startsWith("/")
                        || name.indexOf('\\') >= 0
                        || name.indexOf('\0') >= 0
                        || name.matches("[A-Za-z]:.*")
                        || List.of(name.split("/", -1)).contains("..");
        if (leaves) {
            throw refused("its entry " + quoted(name) + " leads out of it", "a name inside");
        }
        if (OURS.matcher(name).matches()) {
            throw refused(
                    "it brings "
                            + quoted(name)
                            + ", a class of "
                            + (name.contains("dev/chasqui/") ? "Chasqui" : "the JDK"),
                    "none; give chasqui-plugin-api the scope 'provided'");
        }
    }

    /** Returns the unpacked size that the directory states. */
    private static long checkSize(ZipEntry entry) {
        long size = entry.getSize();
        if (size < 0) {
            throw refused("its entry " + quoted(entry.getName()) + " has no size", "one");
        }
        // The JDK finds "a/B.class/" when it looks for "a/B.class", but no signature covers a
        // folder.
        if (entry.isDirectory() && size > 0) {
            throw refused(
                    "its entry " + quoted(entry.getName()) + " is a folder with " + size + " bytes",
                    "none");
        }
        if (META.matcher(entry.getName()).matches() && size > MOST_META) {
            throw refused(
                    "its entry " + quoted(entry.getName()) + " has " + size + " bytes",
                    "at most " + MOST_META);
        }
        if (size > SMALL && size / MOST_RATIO > entry.getCompressedSize()) {
            throw refused(
                    "its entry "
                            + quoted(entry.getName())
                            + " has "
                            + size
                            + " bytes in "
                            + entry.getCompressedSize()
                            + " packed ones",
                    "at most " + MOST_RATIO + " times as many");
        }
        return size;
    }

    /** Reads an entry, which must be as long as its size, and have its checksum. */
    private static void checkContent(ZipFile zip, ZipEntry entry) throws IOException {
        CRC32 sum = new CRC32();
        long left = entry.getSize();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = zip.getInputStream(entry)) {
            for (int more = in.read(buffer); more >= 0 && left >= 0; more = in.read(buffer)) {
                left -= more;
                sum.update(buffer, 0, more);
            }
        }
        if (left != 0 || entry.getCrc() != sum.getValue()) {
            throw refused(
                    "its entry " + quoted(entry.getName()) + " is damaged",
                    "a complete jar; copy it again");
        }
    }

    private static IllegalArgumentException tooMuch() {
        return refused(
                "its entries have more than " + MOST_UNPACKED + " bytes unpacked", "no more");
    }

    private static String quoted(String name) {
        String shown = name.length() > 200 ? name.substring(0, 200) + "…" : name;
        return "'" + Printable.of(shown) + "'";
    }

    private static IllegalArgumentException refused(String what, String expected) {
        return new IllegalArgumentException(what + " (expected: " + expected + ")");
    }
}
