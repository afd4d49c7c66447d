package dev.chasqui.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;

/**
 * One exchange with a real server, recorded byte for byte; {@code wire/README.md} tells the format.
 *
 * @param name folder and file without its ending, such as {@code llama-server/chat-stream}
 * @param note what the recording shows
 * @param request what the client sent
 * @param interim answers before the answer, such as {@code 100 Continue}; mostly empty
 * @param response what the server answered
 * @param ending how the body ended and what became of the connection
 */
public record Recording(
        String name,
        String note,
        WireMessage request,
        List<WireMessage> interim,
        WireMessage response,
        String ending) {

    private static final String ROOT = "/wire/";

    /** Copies the list. */
    public Recording {
        interim = List.copyOf(interim);
    }

    /**
     * Loads a recording from the class path.
     *
     * @param name as in {@link #name()}
     * @throws IllegalArgumentException if there is none of that name
     */
    public static Recording load(String name) {
        return RecordingParser.parse(name, resource(name + ".txt"));
    }

    /**
     * The names of all recordings of a folder, ready for {@link #load}.
     *
     * @param folder such as {@code ollama}
     * @throws IllegalArgumentException if there is no such folder
     */
    public static List<String> names(String folder) {
        // The index lists them, so that nothing need walk a directory that may be inside a jar.
        List<String> names =
                resource("INDEX.md")
                        .lines()
                        .dropWhile(line -> !line.equals("## " + folder + "/"))
                        .skip(1)
                        .takeWhile(line -> !line.startsWith("## "))
                        .filter(line -> line.startsWith("| "))
                        .map(line -> line.substring(2, line.indexOf(" |", 2)))
                        .filter(Predicate.not(cell -> cell.equals("file") || cell.equals("---")))
                        .map(file -> folder + "/" + file)
                        .toList();
        if (names.isEmpty()) {
            throw new IllegalArgumentException(folder + ": no recordings (see wire/INDEX.md)");
        }
        return names;
    }

    /** Whether the server closed the connection right after the body, or in the middle of it. */
    public boolean closesConnection() {
        return isCut() || ending.endsWith("after 0 ms") || ending.contains("end of the body");
    }

    /** Whether the server fell silent and kept the connection until the client left. */
    public boolean fallsSilent() {
        return ending.startsWith("nothing more");
    }

    /** Whether the server went away before the end of the body. */
    public boolean isCut() {
        return ending.startsWith("CUT");
    }

    private static String resource(String path) {
        try (InputStream in = Recording.class.getResourceAsStream(ROOT + path)) {
            if (in == null) {
                throw new IllegalArgumentException(path + ": no such recording");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
