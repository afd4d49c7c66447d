package dev.chasqui.plugins.rag.reading;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Cuts texts into passages of some 256 tokens that share some 64 with the one before.
 *
 * <p>A passage ends with a paragraph where that leaves it at least half full, else with a sentence;
 * a section that follows enough text begins a passage of its own, and a heading stays with what it
 * is above. The passages of a text cover it without a gap, so the text can be had back from them.
 * Used by one thread, once.
 */
public final class Chunker {
    private static final int MOST_TOKENS = 256;
    private static final int SHARED_TOKENS = 64;
    private static final int MOST_PASSAGES = 500_000;

    private final List<Span> spans = new ArrayList<>();
    private List<Piece> open = new ArrayList<>();
    private int openTokens;

    private Chunker() {}

    /**
     * The passages of a text, in order.
     *
     * @throws FailureException with {@code Invalid} if there are more than half a million
     */
    public static List<Span> spans(Content content) {
        Chunker chunker = new Chunker();
        for (Iterator<Piece> pieces = new Pieces(content); pieces.hasNext(); ) {
            chunker.add(pieces.next());
        }
        chunker.emit(chunker.open.size());
        return List.copyOf(chunker.spans);
    }

    private void add(Piece piece) {
        if (piece.isHeading() && openTokens >= SHARED_TOKENS && !endsInHeading()) {
            emit(open.size());
            keep(List.of());
        } else if (openTokens + piece.tokens() > MOST_TOKENS) {
            int cut = cut();
            emit(cut);
            List<Piece> kept = new ArrayList<>(shared(cut));
            kept.addAll(open.subList(cut, open.size()));
            keep(kept);
        }
        open.add(piece);
        openTokens += piece.tokens();
    }

    private boolean endsInHeading() {
        return open.getLast().isHeading();
    }

    /** How many of the open pieces make the passage: as many as there are, but for good reason. */
    private int cut() {
        int tokens = openTokens;
        for (int i = open.size() - 1; i > 0; i--) {
            tokens -= open.get(i).tokens();
            if (tokens < MOST_TOKENS / 2) {
                break;
            }
            if (open.get(i).startsParagraph()) {
                // Headings in a row belong to what follows, all of them.
                int cut = i;
                while (cut > 1 && open.get(cut - 1).isHeading()) {
                    cut--;
                }
                return cut;
            }
        }
        return open.size();
    }

    /** The pieces at the end of the passage that the next one begins with. */
    private List<Piece> shared(int cut) {
        int from = cut;
        int tokens = 0;
        while (from > 1 && !open.get(from - 1).isHeading()) {
            tokens += open.get(from - 1).tokens();
            if (tokens > SHARED_TOKENS) {
                break;
            }
            from--;
        }
        boolean newSection = cut < open.size() && open.get(cut).isHeading();
        return newSection ? List.of() : open.subList(from, cut);
    }

    private void emit(int count) {
        if (count == 0) {
            return;
        }
        if (spans.size() == MOST_PASSAGES) {
            throw new FailureException(
                    new Failure.Invalid(
                            "text",
                            "the document has more than "
                                    + MOST_PASSAGES
                                    + " passages; split it into several"));
        }
        Piece first = open.getFirst();
        spans.add(new Span(first.start(), open.get(count - 1).end(), first.path()));
    }

    private void keep(List<Piece> pieces) {
        open = new ArrayList<>(pieces);
        openTokens = pieces.stream().mapToInt(Piece::tokens).sum();
    }
}
