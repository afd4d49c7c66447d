package dev.chasqui.cli.usage;

import dev.chasqui.cli.client.ServerClient;
import dev.chasqui.cli.command.CommandFailure;
import dev.chasqui.domain.files.PrivateFile;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** The export of single requests to a file, which is there as a whole or not at all. */
final class HistoryExport {
    /** The most entries that a server sends in one answer. */
    private static final long MOST = 1_000_000;

    private HistoryExport() {}

    /**
     * Returns the format that the name of a file asks for.
     *
     * @throws CommandFailure if it asks for none
     */
    static String format(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".csv")) {
            return "csv";
        }
        if (name.endsWith(".jsonl")) {
            return "jsonl";
        }
        throw CommandFailure.refused(
                "--export: " + file + " (expected: a file whose name ends with .csv or .jsonl)");
    }

    /**
     * Writes the requests to a file, which is replaced if it is there.
     *
     * @param choice the parameters that choose the requests, each beginning with {@code &}
     * @return a sentence about what was written
     */
    static String write(ServerClient client, Path file, String choice) throws InterruptedException {
        String format = format(file);
        String path = "/v1/history?format=" + format + "&limit=" + MOST + choice;
        AtomicLong lines = new AtomicLong();
        try {
            long _ =
                    PrivateFile.write(
                            file,
                            out ->
                                    client.lines(
                                            path,
                                            true,
                                            line -> {
                                                lines.incrementAndGet();
                                                add(out, line);
                                            }));
        } catch (NoSuchFileException e) {
            throw CommandFailure.refused(
                    file + " cannot be made (expected: a file in a folder that is there)");
        } catch (WriteFailure e) {
            throw unwritable(file, e.cause());
        } catch (IOException e) {
            throw unwritable(file, e);
        }
        long entries = format.equals("csv") ? Math.max(0, lines.get() - 1) : lines.get();
        return entries == MOST
                ? "The newest %d requests are in %s; --until reaches older ones."
                        .formatted(entries, file)
                : "%d %s in %s."
                        .formatted(entries, entries == 1 ? "request is" : "requests are", file);
    }

    private static CommandFailure unwritable(Path file, IOException cause) {
        return CommandFailure.failed(
                file + " cannot be written: " + cause.getClass().getSimpleName() + ".");
    }

    private static void add(OutputStream out, String line) {
        try {
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new WriteFailure(e);
        }
    }

    /** A failure of the file; the client takes other failures for those of the connection. */
    private static final class WriteFailure extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final IOException cause;

        WriteFailure(IOException cause) {
            super(cause);
            this.cause = cause;
        }

        IOException cause() {
            return cause;
        }
    }
}
