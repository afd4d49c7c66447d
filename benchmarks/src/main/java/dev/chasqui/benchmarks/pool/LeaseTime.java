package dev.chasqui.benchmarks.pool;

import dev.chasqui.benchmarks.figures.Figure;
import dev.chasqui.benchmarks.figures.Quantity;
import dev.chasqui.benchmarks.studies.JmhResults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * The cost of a lease of a loaded model, taken from the last results of the micro-benchmarks.
 *
 * @param pieces the file of the micro-benchmarks' results
 */
public record LeaseTime(Path pieces) implements Trial {
    /** The id of the row. */
    public static final String ID = "lease";

    /** The subject of a pool with many models. */
    public static final String SUBJECT = "Lease.warm, models 20";

    private static final String LEASE = "Lease.";

    @Override
    public List<Row> rows() {
        return List.of(
                new Row(
                        ID,
                        "A lease of a loaded model",
                        "Taken and given back by a virtual thread, by JMH:"
                                + " `benchmarks/micro/run Lease`, which is to be run before."));
    }

    @Override
    public List<Figure> run(Stage stage) throws IOException {
        return read();
    }

    /**
     * Reads the figures of leases; without any, returns a missing figure that says how to get them.
     */
    List<Figure> read() throws IOException {
        List<Figure> leases = new ArrayList<>();
        if (Files.exists(pieces)) {
            // The results may be older than this run, so each figure says when it was measured.
            String when =
                    "measured at "
                            + Files.getLastModifiedTime(pieces)
                                    .toInstant()
                                    .truncatedTo(ChronoUnit.MINUTES);
            for (Figure piece : JmhResults.read(pieces)) {
                if (piece.key().subject().startsWith(LEASE)) {
                    leases.add(ofThisRow(piece, when));
                }
            }
        }
        return leases.isEmpty()
                ? List.of(
                        Figure.none(
                                new Figure.Key(ID, SUBJECT, Quantity.TIME),
                                "not measured yet: run `benchmarks/micro/run Lease` first"))
                : leases;
    }

    private static Figure ofThisRow(Figure piece, String when) {
        Figure.Key key = piece.key();
        return new Figure(
                new Figure.Key(ID, key.subject(), key.quantity()),
                piece.median(),
                piece.ratio(),
                piece.windows(),
                piece.failed(),
                when);
    }
}
