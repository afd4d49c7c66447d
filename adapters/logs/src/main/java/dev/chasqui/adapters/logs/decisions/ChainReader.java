package dev.chasqui.adapters.logs.decisions;

import dev.chasqui.adapters.logs.decisions.ChainFolder.ChainFile;
import dev.chasqui.application.port.departures.DecisionLedger;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The ledger in a folder, for reading, whether a server writes it or not. Reads one line at a time.
 * Safe for use by several threads.
 */
public final class ChainReader implements DecisionLedger {
    private final ChainFolder folder;

    private ChainReader(ChainFolder folder) {
        this.folder = folder;
    }

    /** Returns the ledger in a folder, which need not be there. */
    public static ChainReader of(Path folder) {
        return new ChainReader(new ChainFolder(folder));
    }

    /** Returns the first line of a file; empty if it is damaged. */
    static Optional<ChainLine> first(Path file) throws IOException {
        try (ChainLines lines = new ChainLines(file)) {
            byte[] line = lines.next();
            return line == null ? Optional.empty() : ChainLine.read(line);
        }
    }

    @Override
    public List<Json.Obj> newest(Query query, Cancellation cancellation) {
        try {
            List<Json.Obj> found = new ArrayList<>();
            for (ChainFile file : folder.files().reversed()) {
                if (found.size() == query.limit() || !newestOf(file, query, found, cancellation)) {
                    break;
                }
            }
            return found;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Adds the entries of one file, the newest first; returns false if older files have none. */
    private static boolean newestOf(
            ChainFile file, Query query, List<Json.Obj> found, Cancellation cancellation)
            throws IOException {
        int room = query.limit() - found.size();
        Deque<Json.Obj> last = new ArrayDeque<>();
        boolean reachesBack = false;
        try (ChainLines lines = new ChainLines(file.path())) {
            for (byte[] bytes = lines.next(); bytes != null; bytes = lines.next()) {
                goOn(cancellation);
                Optional<ChainLine> line = ChainLine.read(bytes);
                if (line.isPresent() && line.get().at().isBefore(query.since())) {
                    reachesBack = true;
                } else if (line.isPresent() && fits(line.get().content(), query)) {
                    if (last.size() == room) {
                        last.removeFirst();
                    }
                    last.addLast(line.get().content());
                }
            }
        } catch (NoSuchFileException e) {
            // It was removed for its age meanwhile, as all older ones were.
            return false;
        }
        last.descendingIterator().forEachRemaining(found::add);
        return !reachesBack;
    }

    private static boolean fits(Json.Obj entry, Query query) {
        return fits(entry, "caller", query.caller()) && fits(entry, "backend", query.backend());
    }

    private static boolean fits(Json.Obj entry, String member, Optional<String> wanted) {
        return wanted.isEmpty() || entry.text(member).equals(wanted);
    }

    @Override
    public Verified verify(Optional<String> noted, Cancellation cancellation) {
        Check check = new Check(noted, cancellation);
        try {
            for (ChainFile file : folder.files()) {
                try (ChainLines lines = new ChainLines(file.path())) {
                    check.file(file, lines);
                } catch (NoSuchFileException e) {
                    check.beginAnew();
                    continue;
                }
                if (check.broken.isPresent()) {
                    break;
                }
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
        return check.result();
    }

    private static void goOn(Cancellation cancellation) {
        if (cancellation.isCancelled()) {
            throw new FailureException(new Failure.Cancelled());
        }
    }

    private static FailureException unreadable(IOException e) {
        return new FailureException(
                new Failure.DiskFull(
                        "the decision ledger cannot be read ("
                                + e.getClass().getSimpleName()
                                + "); look at its folder in the data folder"),
                e);
    }

    /** A check of the chain, line by line. */
    private static final class Check {
        private final Optional<String> noted;
        private final Cancellation cancellation;
        private final Map<Long, String> removed = new HashMap<>();
        private @Nullable ChainLine first;
        private @Nullable ChainLine before;
        private long entries;
        private boolean foundNoted;
        Optional<String> broken = Optional.empty();
        private Optional<String> unfinished = Optional.empty();

        Check(Optional<String> noted, Cancellation cancellation) {
            this.noted = noted;
            this.cancellation = cancellation;
            foundNoted = noted.isEmpty();
        }

        void file(ChainFile file, ChainLines lines) throws IOException {
            String name = String.valueOf(file.path().getFileName());
            if (unfinished.isPresent() && lines.isSomething()) {
                // Only the newest file may end amid a line.
                broken = unfinished;
                return;
            }
            for (byte[] bytes = lines.next(); bytes != null; bytes = lines.next()) {
                goOn(cancellation);
                String where = name + ", line " + lines.count() + ": ";
                Optional<ChainLine> line = ChainLine.read(bytes);
                Optional<String> wrong =
                        line.isEmpty()
                                ? Optional.of("its bytes are not those that its hash is of")
                                : wrong(line.get());
                if (wrong.isPresent()) {
                    broken = Optional.of(where + wrong.get());
                    return;
                }
                take(line.orElseThrow());
            }
            if (lines.rest() > 0) {
                unfinished =
                        Optional.of(
                                name
                                        + ", line "
                                        + (lines.count() + 1)
                                        + ": it has no end ("
                                        + lines.rest()
                                        + " bytes)");
            }
        }

        /** Begins behind a file that was removed for its age meanwhile, which the chain tells. */
        void beginAnew() {
            first = null;
            before = null;
            entries = 0;
        }

        private Optional<String> wrong(ChainLine line) {
            ChainLine last = before;
            if (last == null) {
                return line.seq() == 1 && !line.prev().equals(ChainLine.NOTHING)
                        ? Optional.of("it is the first entry, and names one before it")
                        : Optional.empty();
            }
            if (line.seq() != last.seq() + 1) {
                return Optional.of(
                        "it is entry "
                                + line.seq()
                                + ", and the one before it is "
                                + last.seq()
                                + ": entries were removed or reordered");
            }
            return line.prev().equals(last.hash())
                    ? Optional.empty()
                    : Optional.of("it does not follow the entry before it, which was changed");
        }

        private void take(ChainLine line) {
            if (first == null) {
                first = line;
            }
            before = line;
            entries++;
            foundNoted |= noted.filter(line.hash()::equals).isPresent();
            Json.Obj entry = line.content();
            if (entry.text(EntryJson.KIND).equals(Optional.of(EntryJson.REMOVED))
                    && entry.get(EntryJson.LAST).orElse(null) instanceof Json.Num last) {
                String hash = entry.text(EntryJson.LAST_HASH).orElse("");
                removed.put(last.longValue(), hash);
                foundNoted |= noted.equals(Optional.of(hash));
            }
        }

        Verified result() {
            ChainLine from = first;
            ChainLine to = before;
            if (from != null && to != null) {
                broken = broken.or(() -> missingBefore(from));
            }
            if (broken.isEmpty() && !foundNoted) {
                broken =
                        Optional.of(
                                "the hash that was noted is not in the chain: entries at its end"
                                        + " were removed, or it was written anew"
                                        + (from == null || from.seq() == 1
                                                ? ""
                                                : ", or its entry is one of those up to "
                                                        + (from.seq() - 1)
                                                        + ", which the server removed for their"
                                                        + " age or size"));
            }
            return new Verified(
                    entries,
                    from == null ? 0 : from.seq(),
                    to == null ? 0 : to.seq(),
                    to == null ? "" : to.hash(),
                    broken,
                    unfinished);
        }

        private Optional<String> missingBefore(ChainLine from) {
            long missing = from.seq() - 1;
            // A kill amid the removal leaves some of the files that were to go.
            boolean isRemoved =
                    from.prev().equals(removed.get(missing))
                            || removed.keySet().stream().anyMatch(last -> last > missing);
            return missing == 0 || isRemoved
                    ? Optional.empty()
                    : Optional.of(
                            "entries 1 to "
                                    + missing
                                    + " are not there, and no entry says that the server removed"
                                    + " them");
        }
    }
}
