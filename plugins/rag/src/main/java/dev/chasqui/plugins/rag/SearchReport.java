package dev.chasqui.plugins.rag;

import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.Citation;
import dev.chasqui.plugins.rag.library.Passage;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The report of one search.
 *
 * @param collections the collections that were searched
 * @param found the number of passages found
 * @param limit the most tokens that they may take
 * @param fitted the passages given to the model
 * @param voices the voices that found them
 * @param problems the things that did not work, one sentence each
 */
record SearchReport(
        List<String> collections,
        int found,
        int limit,
        PassageFitting.Fitted fitted,
        List<String> voices,
        List<String> problems) {

    SearchReport {
        collections = List.copyOf(collections);
        voices = List.copyOf(voices);
        problems = List.copyOf(problems);
    }

    /** Makes the report of a search in which all worked. */
    SearchReport(String collection, int found, int limit, PassageFitting.Fitted fitted) {
        this(List.of(collection), found, limit, fitted, List.of("words"), List.of());
    }

    /** Returns the passages given to the model as citations, none of them marked as cited. */
    List<Citation> citations() {
        PassageBlock block = fitted.block();
        return IntStream.range(0, block.passages().size())
                .mapToObj(index -> citation(block.number(index), block.passages().get(index)))
                .toList();
    }

    /** Returns a short summary for people. */
    String summary() {
        int given = fitted.block().passages().size();
        if (found == 0) {
            return "nothing found in " + searched();
        }
        if (given == 0) {
            return "the conversation leaves no room for passages from " + searched();
        }
        long documents =
                fitted.block().passages().stream().map(Passage::document).distinct().count();
        return plural(given, "passage")
                + " from "
                + plural(documents, "document")
                + (given < found ? "; " + (found - given) + " more did not fit" : "")
                + (fitted.cut() ? "; it was cut to fit" : "");
    }

    /** Returns the names of the collections as a list for people. */
    String searched() {
        return String.join(", ", collections);
    }

    /** Returns the report as JSON for programs. */
    Json.Obj note() {
        Json.Obj note =
                Json.Obj.EMPTY
                        .with("collection", Json.of(searched()))
                        .with("passages", Json.of(fitted.block().passages().size()))
                        .with("found", Json.of(found))
                        .with("budget", Json.of(Math.max(0, limit)))
                        .with("tokens", Json.of(fitted.tokens()))
                        .with("cut", Json.of(fitted.cut()))
                        .with("voices", new Json.Arr(voices.stream().<Json>map(Json::of).toList()));
        return problems.isEmpty()
                ? note
                : note.with("problem", Json.of(String.join("; ", problems)));
    }

    /**
     * Returns the citation of a passage. Its address is the path of the document on this server,
     * without a host: behind a proxy the server does not know the name by which the client reaches
     * it. A client that shows links resolves the path against the server's address, or shows the
     * document's name alone.
     */
    private static Citation citation(int number, Passage passage) {
        URI url =
                URI.create(
                        "/agents/rag/collections/"
                                + segment(passage.collection())
                                + "/documents/"
                                + segment(passage.document()));
        return new Citation(
                number, passage.document(), passage.collection(), url, passage.quoted(), false);
    }

    private static String segment(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String plural(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
