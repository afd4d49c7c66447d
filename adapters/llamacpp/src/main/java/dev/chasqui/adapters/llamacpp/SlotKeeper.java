package dev.chasqui.adapters.llamacpp;

import dev.chasqui.adapters.processes.ConversationKeeper;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The keeper of one model's slots: has its llama-server save them before it is ended, and restore
 * them in its next run, so that a conversation's prompt need not be read again. Safe for use by
 * several threads.
 *
 * <p>That a server says it has restored so many tokens means little: for models with a sliding
 * window or a recurrent state llama.cpp restores a slot and reads the next prompt all over again
 * (its issue 28194). What counts is how many tokens of the first prompt after it were cached. Any
 * means that it helps: a fresh server knows nothing else. None may also mean that somebody began
 * another conversation, which cannot be told apart; where replies do not report cached tokens
 * nothing is known at all, and it goes on. Two runs after which there were none, or in which
 * nothing could be restored, are taken for the worse: it stops, and deletes what it has, until
 * Chasqui is started anew.
 */
final class SlotKeeper {
    private static final int MOST_USELESS = 2;

    /** What was saved whole: {@code IDENTITY-SLOT.slot}. */
    private static final Pattern SAVED = Pattern.compile("([0-9a-f]+)-(\\d{1,9})\\.slot");

    private final SlotFolder folders;
    private final String model;
    private final Duration patience;

    /** The number of runs in a row in which it was of no use. */
    private final AtomicInteger useless = new AtomicInteger();

    /**
     * @param patience how long saving takes at most, and restoring
     */
    SlotKeeper(SlotFolder folders, String model, Duration patience) {
        this.folders = folders;
        this.model = model;
        this.patience = patience;
    }

    /**
     * What is done around the next run; empty if that is nothing any more.
     *
     * @param identity what all that is in a slot depends on; what was saved for another is deleted
     */
    Optional<Run> run(String identity) throws IOException {
        Path folder = folders.of(model);
        String prefix = SlotFolder.shortHash(identity);
        boolean off = useless.get() >= MOST_USELESS;
        for (Path file : SlotFolder.inside(folder)) {
            Matcher saved = SAVED.matcher(file.getFileName().toString());
            if (off || !saved.matches() || !saved.group(1).equals(prefix)) {
                SlotFolder.delete(file);
            }
        }
        return off ? Optional.empty() : Optional.of(new Run(folder, prefix));
    }

    /** Saving and restoring around one run of the server. */
    final class Run implements ConversationKeeper {
        private final Path folder;
        private final String prefix;

        private Run(Path folder, String prefix) {
            this.folder = folder;
            this.prefix = prefix;
        }

        /** Where the server is to save. */
        Path folder() {
            return folder;
        }

        @Override
        public Duration patience() {
            return patience;
        }

        @Override
        public boolean afterReady(Server server) throws InterruptedException {
            try {
                List<Path> files = own();
                if (files.isEmpty()) {
                    return false;
                }
                long tokens = restore(files, server);
                server.log().accept("restored " + tokens + " tokens of conversations");
                if (tokens == 0) {
                    countUseless(server);
                }
                return tokens > 0;
            } catch (IOException | FailureException e) {
                server.log().accept("conversations were not restored: " + reason(e));
                countUseless(server);
                return false;
            }
        }

        /** What was saved for this run; what a server of another recipe saved since is deleted. */
        private List<Path> own() throws IOException {
            List<Path> own = new ArrayList<>();
            for (Path file : SlotFolder.inside(folder)) {
                if (file.getFileName().toString().startsWith(prefix + "-")) {
                    own.add(file);
                } else {
                    SlotFolder.delete(file);
                }
            }
            return own;
        }

        /** How many tokens they had. */
        private long restore(List<Path> files, Server server)
                throws IOException, InterruptedException {
            try (SlotCalls calls = new SlotCalls(server, patience)) {
                long tokens = 0;
                for (Path file : files) {
                    tokens += restore(calls, file);
                }
                return tokens;
            }
        }

        /** How many tokens it had; one that the server refuses is of no use to anybody. */
        private long restore(SlotCalls calls, Path file) throws IOException, InterruptedException {
            Matcher saved = SAVED.matcher(file.getFileName().toString());
            if (!saved.matches()) {
                return 0;
            }
            Optional<Json.Obj> answer =
                    calls.act(saved.group(2), "restore", file.getFileName().toString());
            if (answer.isEmpty()) {
                Files.deleteIfExists(file);
            }
            return answer.map(one -> number(one, "n_restored")).orElse(0L);
        }

        @Override
        public void firstReply(long cachedTokens, Server server) {
            if (cachedTokens > 0) {
                useless.set(0);
            } else {
                countUseless(server);
            }
        }

        private void countUseless(Server server) {
            if (useless.incrementAndGet() == MOST_USELESS) {
                server.log()
                        .accept(
                                "conversations are not kept any more: restoring them was of no use"
                                        + " twice in a row");
            }
        }

        @Override
        public void beforeStop(Server server) throws InterruptedException {
            if (useless.get() >= MOST_USELESS) {
                return;
            }
            try (SlotCalls calls = new SlotCalls(server, patience)) {
                long tokens = 0;
                for (Json.Obj slot : calls.slots()) {
                    tokens += save(calls, Long.toString(number(slot, "id")), slot);
                }
                server.log().accept("saved " + tokens + " tokens of conversations");
            } catch (IOException | FailureException e) {
                server.log().accept("conversations were not saved: " + reason(e));
            }
        }

        /** Under its name stands only what was saved whole. */
        private long save(SlotCalls calls, String id, Json.Obj slot)
                throws IOException, InterruptedException {
            Path whole = folder.resolve(prefix + "-" + id + ".slot");
            Path part = folder.resolve(prefix + "-" + id + ".part");
            Files.deleteIfExists(whole);
            if (slot.get("is_processing").equals(Optional.of(Json.of(true)))) {
                // It would be saved only when that is over.
                return 0;
            }
            try {
                long tokens =
                        calls.act(id, "save", part.getFileName().toString())
                                .map(answer -> number(answer, "n_saved"))
                                .orElse(0L);
                if (tokens > 0) {
                    Files.setPosixFilePermissions(
                            part, PosixFilePermissions.fromString("rw-------"));
                    Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
                    folders.trim();
                }
                return tokens;
            } finally {
                Files.deleteIfExists(part);
            }
        }

        private static long number(Json.Obj object, String name) {
            return object.get(name).orElse(Json.Null.NULL) instanceof Json.Num number
                    ? number.longValue()
                    : 0;
        }

        /** Names no path. */
        private static String reason(Exception e) {
            return e instanceof SlotCalls.Refused
                    ? String.valueOf(e.getMessage())
                    : "the server or the disk failed (" + e.getClass().getSimpleName() + ")";
        }
    }
}
