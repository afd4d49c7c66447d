package dev.chasqui.plugins.rag.reading;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.plugins.rag.reading.TextPiece.Role;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;

/**
 * Cuts a text into passages of at most 256 tokens, estimated, each of which repeats up to 64 tokens
 * of the one before.
 *
 * <p>A passage ends with a paragraph if it is then at least half full, else with a sentence. A
 * heading begins a new passage if the open one has enough text, and stays with the text below it. A
 * row of a table or a line of code is not cut, code between fences begins a new passage if it fits
 * into one, and a passage that begins within a table has the names of the columns as its last
 * heading. The passages cover the text without a gap, so that the text can be rebuilt from them.
 * Used by one thread, for one text.
 */
public final class Chunker {
    private static final int MOST_TOKENS = 256;
    private static final int SHARED_TOKENS = 64;
    private static final int MOST_PASSAGES = 500_000;

    private final List<PassageSpan> spans = new ArrayList<>();
    private final List<Integer> pages;
    private List<TextPiece> open = new ArrayList<>();
    private int openTokens;

    private Chunker(List<Integer> pages) {
        this.pages = pages;
    }

    /**
     * Returns the passages of a text, in order.
     *
     * @throws FailureException with {@code Invalid} if there are more than 500,000
     */
    public static List<PassageSpan> spans(DocumentText content) {
        Chunker chunker = new Chunker(content.pages());
        for (Iterator<TextPiece> pieces = new TextPieces(content); pieces.hasNext(); ) {
            chunker.add(pieces.next());
        }
        chunker.emit(chunker.open.size());
        return List.copyOf(chunker.spans);
    }

    private void add(TextPiece piece) {
        if (piece.isHeading() && openTokens >= SHARED_TOKENS && !endsInHeading()) {
            emit(open.size());
            keep(List.of());
        } else if (openTokens + piece.tokens() > MOST_TOKENS) {
            int cut = cut();
            emit(cut);
            List<TextPiece> kept = new ArrayList<>(shared(cut));
            kept.addAll(open.subList(cut, open.size()));
            keep(kept);
        }
        open.add(piece);
        openTokens += piece.tokens();
    }

    private boolean endsInHeading() {
        return open.getLast().isHeading();
    }

    /**
     * Returns the number of open pieces that form the passage: those before the last paragraph that
     * starts behind its half, or before a block behind its quarter, else all.
     */
    private int cut() {
        int tokens = openTokens;
        for (int i = open.size() - 1; i > 0; i--) {
            tokens -= open.get(i).tokens();
            TextPiece piece = open.get(i);
            if (tokens < MOST_TOKENS / 4) {
                break;
            }
            boolean halfFull = tokens >= MOST_TOKENS / 2;
            if (piece.role() == Role.BLOCK || (halfFull && piece.role() != Role.REST)) {
                // All headings in a row belong to the text below them.
                int cut = i;
                while (cut > 1 && open.get(cut - 1).isHeading()) {
                    cut--;
                }
                return cut;
            }
        }
        return open.size();
    }

    /** Returns the pieces at the end of the passage that the next one repeats. */
    private List<TextPiece> shared(int cut) {
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
        TextPiece first = open.getFirst();
        spans.add(
                new PassageSpan(
                        first.start(),
                        open.get(count - 1).end(),
                        first.path(),
                        page(first.start())));
    }

    /** Returns the page of a character, from 1; empty if there are no pages. */
    private OptionalInt page(int at) {
        if (pages.isEmpty()) {
            return OptionalInt.empty();
        }
        int found = Collections.binarySearch(pages, at);
        return OptionalInt.of(Math.max(1, found < 0 ? -found - 1 : found + 1));
    }

    private void keep(List<TextPiece> pieces) {
        open = new ArrayList<>(pieces);
        openTokens = pieces.stream().mapToInt(TextPiece::tokens).sum();
    }
}
