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
 * A file that a jar of the class path holds, and that is to lie in a folder as it is.
 *
 * @param sha256 the hash of its content, 64 hexadecimal digits
 * @param size of its content, bytes
 * @param name under which it lies in the folder: {@code vocab.txt}, {@code
 *     linux-x64/libonnxruntime.so}
 */
record PackedFile(String sha256, long size, String name) {
    static final String MODEL = "bge-small-en-v1.5-q.onnx";
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

    /** All that there are, for every platform. */
    static List<PackedFile> all() {
        return ALL;
    }

    /** The native libraries of a platform, such as {@code linux-x64}; none where it has none. */
    static List<PackedFile> natives(String platform) {
        return ALL.stream().filter(file -> file.name().startsWith(platform + "/")).toList();
    }

    /** The one of this name. */
    static PackedFile named(String name) {
        return ALL.stream().filter(file -> file.name().equals(name)).findFirst().orElseThrow();
    }

    /** Whether a jar on the class path holds it. */
    boolean isThere() {
        return PackedFile.class.getResource(resource()) != null;
    }

    /**
     * Its content, to be closed by the caller.
     *
     * @throws IOException if no jar on the class path holds it, or the jar cannot be read
     */
    InputStream open() throws IOException {
        InputStream packed = PackedFile.class.getResourceAsStream(resource());
        if (packed == null) {
            throw new IOException("no jar has " + resource());
        }
        return name.equals(VOCABULARY) ? TokenizerJson.vocabulary(packed) : packed;
    }

    private String resource() {
        return switch (name) {
            case MODEL -> MODEL_RESOURCE;
            case VOCABULARY -> TOKENIZER_RESOURCE;
            default -> NATIVE_RESOURCES + name;
        };
    }
}
