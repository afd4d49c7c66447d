package dev.chasqui.adapters.processes;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The folder with records of spawned processes, so that the next start can end those that this one
 * leaves behind: a file for each running group, and the mark of this installation, which its
 * processes have in their environment.
 */
final class SpawnRecords {
    /** The variable that holds the mark. It does not begin with our prefix, which is for config. */
    static final String VARIABLE = "SPAWNED_BY_CHASQUI";

    private static final System.Logger LOG = System.getLogger(SpawnRecords.class.getName());
    private static final String ENDING = ".spawned";
    private static final Pattern MARK = Pattern.compile("chasqui-[0-9a-f-]{36}");
    private static final Pattern RECORD = Pattern.compile("(\\d{1,18}) (\\d{1,18})\n");

    private final Path folder;
    private final String mark;

    /**
     * Creates the folder if it is missing.
     *
     * @throws IOException if it cannot be written
     */
    SpawnRecords(Path folder) throws IOException {
        Files.createDirectories(folder);
        this.folder = folder.toRealPath();
        // A copy of the folder is another installation, whose servers are not ours.
        this.mark = mark(this.folder) + "-" + Integer.toHexString(this.folder.hashCode()) + ".";
    }

    private static String mark(Path folder) throws IOException {
        Path file = folder.resolve("instance");
        if (Files.exists(file)) {
            String mark = Files.readString(file).strip();
            if (MARK.matcher(mark).matches()) {
                return mark;
            }
        }
        String mark = "chasqui-" + UUID.randomUUID();
        Files.writeString(file, mark + "\n");
        return mark;
    }

    /**
     * Ends the processes that an earlier run has left, and no others; returns when they have ended.
     */
    void reap() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + ENDING)) {
            for (Path file : files) {
                Optional<ProcessIdentity> leftover = read(file).filter(this::isOurs);
                if (leftover.isPresent() && !GroupKill.kill(leftover.get())) {
                    LOG.log(
                            System.Logger.Level.WARNING,
                            "process {0}, which an earlier run has left, cannot be ended",
                            Long.toString(leftover.get().pid()));
                    continue;
                }
                leftover.ifPresent(
                        process ->
                                LOG.log(
                                        System.Logger.Level.INFO,
                                        "ended process {0}, which an earlier run had left",
                                        Long.toString(process.pid())));
                Files.deleteIfExists(file);
            }
        }
    }

    /**
     * Returns true if the process is ours. If its environment cannot be read, id and start time
     * decide.
     */
    private boolean isOurs(ProcessIdentity process) {
        return process.lives()
                && (!LinuxProcesses.isLinux()
                        || LinuxProcesses.hasInEnvironment(process.pid(), VARIABLE, mark));
    }

    /** Reads a record; empty if it is incomplete. */
    private static Optional<ProcessIdentity> read(Path file) throws IOException {
        Matcher record = RECORD.matcher(Files.readString(file));
        return record.matches()
                ? Optional.of(
                        new ProcessIdentity(
                                Long.parseLong(record.group(1)), Long.parseLong(record.group(2))))
                : Optional.empty();
    }

    /** Opens the record of a group that is about to be spawned. */
    Entry open() {
        return new Entry(mark + UUID.randomUUID());
    }

    /** The record of one spawned group; closing deletes it unless the group's leader still runs. */
    final class Entry implements AutoCloseable {
        private final String mark;
        private final Path file;
        private @Nullable ProcessIdentity leader;

        private Entry(String mark) {
            this.mark = mark;
            this.file = folder.resolve(mark.substring(mark.lastIndexOf('.') + 1) + ENDING);
        }

        /** Returns the value of {@link #VARIABLE} that only its processes have. */
        String mark() {
            return mark;
        }

        /** Writes the leader of the group. */
        void write(ProcessIdentity leader) {
            this.leader = leader;
            try {
                Files.writeString(file, leader.pid() + " " + leader.start() + "\n");
            } catch (IOException e) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "{0} cannot be written: if this server is killed and process {1} lives on,"
                                + " the next start will not know",
                        file.getFileName(),
                        Long.toString(leader.pid()));
            }
        }

        @Override
        public void close() {
            if (leader != null && leader.lives()) {
                // A hanging driver keeps the process in the kernel: the next start shall end it.
                return;
            }
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                // The next start will find that no process has that id.
            }
        }
    }
}
