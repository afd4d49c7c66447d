package dev.chasqui.plugins.rag.reading;

import java.util.Iterator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The spoken text of subtitles, in SRT or WebVTT. A paragraph begins about each half minute, with
 * the time in brackets, so that a citation leads to the place. Used by one thread.
 */
final class SubtitleText {
    private static final Pattern TIMES =
            Pattern.compile("(?:(\\d{1,3}):)?(\\d{1,2}):(\\d{2})[.,]\\d{1,3}\\s+-->\\s.*");
    private static final Pattern TAGS = Pattern.compile("<[^<>]{0,200}>|\\{\\\\[^{}]{0,200}\\}");
    private static final int PARAGRAPH_SECONDS = 30;

    private final StringBuilder out = new StringBuilder();
    private int paragraphEnds = -1;

    private SubtitleText() {}

    static String of(String text) {
        SubtitleText subtitles = new SubtitleText();
        for (Iterator<String> lines = text.lines().iterator(); lines.hasNext(); ) {
            Matcher times = TIMES.matcher(lines.next().strip());
            if (times.matches()) {
                subtitles.begin(seconds(times));
                subtitles.cue(lines);
            }
        }
        return subtitles.out.toString();
    }

    private static int seconds(Matcher times) {
        int hours = times.group(1) == null ? 0 : Integer.parseInt(times.group(1));
        return (hours * 60 + Integer.parseInt(times.group(2))) * 60
                + Integer.parseInt(times.group(3));
    }

    private void begin(int seconds) {
        if (seconds < paragraphEnds) {
            return;
        }
        paragraphEnds = seconds + PARAGRAPH_SECONDS;
        out.append(out.isEmpty() ? "" : "\n")
                .append(
                        "[%d:%02d:%02d]\n"
                                .formatted(seconds / 3600, seconds / 60 % 60, seconds % 60));
    }

    /** Reads the lines up to the next blank one. */
    private void cue(Iterator<String> lines) {
        while (lines.hasNext()) {
            String line = TAGS.matcher(lines.next()).replaceAll("").strip();
            if (line.isEmpty()) {
                return;
            }
            out.append(line).append('\n');
        }
    }
}
