package dev.chasqui.benchmarks.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A page with a generated part between two marks; the rest is written by hand.
 *
 * @param file the page's file
 */
record MarkedFile(Path file) {
    static final String BEGIN =
            "<!-- figures: benchmarks/run writes what is between this mark and the next -->";
    static final String END = "<!-- end of the figures: what is below is written by hand -->";

    /**
     * Writes the generated part, and creates the page if there is none.
     *
     * @param generated the generated part
     * @param fresh the content of a new page, with both marks
     * @throws IOException if the file lacks a mark, or cannot be read or written
     */
    void write(String generated, String fresh) throws IOException {
        String page = Files.exists(file) ? Files.readString(file) : fresh;
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IOException(
                    file
                            + ": the marks around the figures are missing (expected: "
                            + BEGIN
                            + " and then "
                            + END
                            + ")");
        }
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(
                file,
                page.substring(0, begin + BEGIN.length())
                        + "\n\n"
                        + generated.strip()
                        + "\n\n"
                        + page.substring(end));
    }
}
