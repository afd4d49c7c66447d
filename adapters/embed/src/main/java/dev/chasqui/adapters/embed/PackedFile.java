package dev.chasqui.adapters.embed;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A file that is in a jar on the class path and is unpacked into a folder. The table {@code
 * unpacked.sha256} lists all these files. Immutable.
 *
 * <p>The content is unpacked as it is, with one exception: the vocabulary is extracted from the
 * tokenizer's JSON file.
 *
 * @param sha256 the SHA-256 of the unpacked content, 64 hexadecimal digits
 * @param size the size of the unpacked content in bytes
 * @param name the path in the folder, such as {@code vocab.txt} or {@code
 *     linux-x64/libonnxruntime.so}
 */
record PackedFile(String sha256, long size, String name) {
    /** The name of the file with the weights. */
    static final String MODEL = "bge-small-en-v1.5-q.onnx";

    /** The name of the file with the vocabulary, one piece a line. */
    static final String VOCABULARY = "vocab.txt";

    private static final String TABLE = "unpacked.sha256";
    private static final String MODEL_RESOURCE = "/" + MODEL;
    private static final String TOKENIZER_RESOURCE = "/bge-small-en-v1.5-q-tokenizer.json";
    private static final String NATIVE_RESOURCES = "/ai/onnxruntime/native/";
    private static final Pattern COLUMNS = Pattern.compile(" ");

    private static final List<PackedFile> ALL = read();

    private static List<PackedFile> read() {
        try (InputStream table = PackedFile.class.getResourceAsStream(TABLE)) {
            if (table == null) {
                throw new IllegalStateException(TABLE + " is missing");
            }
            return new BufferedReader(new InputStreamReader(table, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(COLUMNS::split)
                    .map(part -> new PackedFile(part[0], Long.parseLong(part[1]), part[2]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns all files of the table, with the libraries of every platform. */
    static List<PackedFile> all() {
        return ALL;
    }

    /**
     * Returns the native libraries of a platform; empty if there are none for it.
     *
     * @param platform a name such as {@code linux-x64}
     */
    static List<PackedFile> natives(String platform) {
        return ALL.stream().filter(file -> file.name().startsWith(platform + "/")).toList();
    }

    /**
     * Returns the file of this name.
     *
     * @throws java.util.NoSuchElementException if the table has no such file
     */
    static PackedFile named(String name) {
        return ALL.stream().filter(file -> file.name().equals(name)).findFirst().orElseThrow();
    }

    /** Returns true if a jar on the class path has this file. */
    boolean isPresent() {
        return PackedFile.class.getResource(resource()) != null;
    }

    /**
     * Opens the content that is to be unpacked. The caller closes the stream.
     *
     * @throws IOException if no jar on the class path has this file, the jar cannot be read, or the
     *     tokenizer's file has no vocabulary
     */
    InputStream open() throws IOException {
        InputStream packed = PackedFile.class.getResourceAsStream(resource());
        if (packed == null) {
            throw new IOException("no jar has " + resource());
        }
        return name.equals(VOCABULARY) ? TokenizerJson.vocabulary(packed) : packed;
    }

    /** Returns the path of this file on the class path. */
    private String resource() {
        return switch (name) {
            case MODEL -> MODEL_RESOURCE;
            case VOCABULARY -> TOKENIZER_RESOURCE;
            default -> NATIVE_RESOURCES + name;
        };
    }
}
