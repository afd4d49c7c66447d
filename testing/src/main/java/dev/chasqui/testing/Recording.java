package dev.chasqui.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;

/**
 * One exchange with a real server, recorded byte for byte; {@code wire/README.md} defines the
 * format.
 *
 * @param name the folder and the file without its ending, such as {@code llama-server/chat-stream}
 * @param note the subject of the recording
 * @param request the request of the client
 * @param interim the responses before the final one, such as {@code 100 Continue}; mostly empty
 * @param response the final response of the server
 * @param ending the end of the body and of the connection, in words
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
     * @param name the name, as in {@link #name()}
     * @throws IllegalArgumentException if there is none of that name
     */
    public static Recording load(String name) {
        return RecordingParser.parse(name, resource(name + ".txt"));
    }

    /**
     * Returns the names of all recordings of a folder, as {@link #load} takes them.
     *
     * @param folder a folder such as {@code ollama}
     * @throws IllegalArgumentException if there is no such folder
     */
    public static List<String> names(String folder) {
        // The index lists the recordings: a directory inside a jar could not be walked.
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

    /** Returns true if the server closed the connection right after the body, or within it. */
    public boolean closesConnection() {
        return isCut() || ending.endsWith("after 0 ms") || ending.contains("end of the body");
    }

    /** Returns true if the server fell silent and kept the connection until the client left. */
    public boolean fallsSilent() {
        return ending.startsWith("nothing more");
    }

    /** Returns true if the server closed the connection before the end of the body. */
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
