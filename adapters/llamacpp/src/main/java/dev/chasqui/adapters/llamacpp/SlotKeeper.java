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
 * The keeper of one model's slots: it makes the model's llama-server save them before it is ended,
 * and restore them in its next run, so that a conversation's prompt need not be processed again.
 * Thread-safe.
 *
 * <p>The number of tokens that a server reports as restored proves little: for models with a
 * sliding window or a recurrent state llama.cpp restores a slot and processes the next prompt from
 * its start (its issue 28194). The measure is the number of cached tokens in the first prompt after
 * it. Any number above 0 shows that it helps, since a fresh server has no other cache. 0 may also
 * mean that a caller began another conversation, which cannot be told apart; if replies do not
 * report cached tokens there is no measure at all, and the keeper continues. After two runs in a
 * row with 0, or in which nothing could be restored, the keeper assumes that restoring does not
 * work: it stops, and deletes the saved slots, until the next start of Chasqui.
 */
final class SlotKeeper {
    private static final int MOST_USELESS = 2;

    /** The name of a completely saved slot: {@code IDENTITY-SLOT.slot}. */
    private static final Pattern SAVED = Pattern.compile("([0-9a-f]+)-(\\d{1,9})\\.slot");

    private final SlotFolder folders;
    private final String model;
    private final Duration patience;

    /** The number of runs in a row in which restoring was of no use. */
    private final AtomicInteger useless = new AtomicInteger();

    /**
     * @param patience the timeout of saving, and of restoring
     */
    SlotKeeper(SlotFolder folders, String model, Duration patience) {
        this.folders = folders;
        this.model = model;
        this.patience = patience;
    }

    /**
     * Returns the actions around the next run; empty if the keeper has stopped.
     *
     * @param identity a text of everything that the content of a slot depends on; slots that were
     *     saved with another one are deleted
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

    /** The saving and restoring around one run of the server. */
    final class Run implements ConversationKeeper {
        private final Path folder;
        private final String prefix;

        private Run(Path folder, String prefix) {
            this.folder = folder;
            this.prefix = prefix;
        }

        /** Returns the folder into which the server saves. */
        Path folder() {
            return folder;
        }

        @Override
        public Duration patience() {
            return patience;
        }

        @Override
        public boolean afterReady(RunningServer server) throws InterruptedException {
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

        /**
         * Returns the slots that were saved for this run; those that a server of another recipe has
         * saved since are deleted.
         */
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

        /** Restores slots and returns the number of their tokens. */
        private long restore(List<Path> files, RunningServer server)
                throws IOException, InterruptedException {
            try (SlotCalls calls = new SlotCalls(server, patience)) {
                long tokens = 0;
                for (Path file : files) {
                    tokens += restore(calls, file);
                }
                return tokens;
            }
        }

        /**
         * Restores a slot and returns the number of its tokens; a slot that the server refuses is
         * deleted.
         */
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
        public void firstReply(long cachedTokens, RunningServer server) {
            if (cachedTokens > 0) {
                useless.set(0);
            } else {
                countUseless(server);
            }
        }

        private void countUseless(RunningServer server) {
            if (useless.incrementAndGet() == MOST_USELESS) {
                server.log()
                        .accept(
                                "conversations are not kept any more: restoring them was of no use"
                                        + " twice in a row");
            }
        }

        @Override
        public void beforeStop(RunningServer server) throws InterruptedException {
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

        /**
         * Saves a slot and returns the number of its tokens. Only a complete one gets its final
         * name.
         */
        private long save(SlotCalls calls, String id, Json.Obj slot)
                throws IOException, InterruptedException {
            Path whole = folder.resolve(prefix + "-" + id + ".slot");
            Path part = folder.resolve(prefix + "-" + id + ".part");
            Files.deleteIfExists(whole);
            if (slot.get("is_processing").equals(Optional.of(Json.of(true)))) {
                // The server would save it only after the request.
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

        /** Returns the reason of a failure without any path. */
        private static String reason(Exception e) {
            return e instanceof SlotCalls.Refused
                    ? String.valueOf(e.getMessage())
                    : "the server or the disk failed (" + e.getClass().getSimpleName() + ")";
        }
    }
}
