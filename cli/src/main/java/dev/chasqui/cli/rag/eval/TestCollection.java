package dev.chasqui.cli.rag.eval;

import dev.chasqui.cli.command.CommandFailure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Questions with the grades of documents that answer them.
 *
 * @param questions the questions that have at least one relevant document, in the order of the file
 * @param unjudged the number of further questions, which cannot be measured
 */
record TestCollection(List<Question> questions, int unjudged) {
    private static final int LONGEST_LINE = 1 << 20;
    private static final int COLUMNS = 3;
    private static final int TREC_COLUMNS = 4;

    /**
     * A question.
     *
     * @param id its id
     * @param text its text
     * @param grades the grades of documents by name; one at least is above 0
     */
    record Question(String id, String text, Map<String, Integer> grades) {}

    /** A reader of one line of a file. */
    @FunctionalInterface
    private interface LineReader {
        void read(String line, int number);
    }

    /**
     * Reads a collection.
     *
     * @param queries JSON lines {@code {"_id","text"}}
     * @param qrels lines of query, document and grade, separated by tabs; a heading is left out,
     *     and TREC's form with four columns is read too
     * @throws CommandFailure if a file cannot be read, a line is wrong, or no question has a
     *     relevant document
     */
    static TestCollection read(Path queries, Path qrels) {
        Map<String, Map<String, Integer>> grades = grades(qrels);
        List<Question> questions = new ArrayList<>();
        int[] unjudged = {0};
        lines(
                queries,
                (line, number) -> {
                    Json.Obj query = object(line, queries, number);
                    String id = member(query, "_id", queries, number);
                    String text = member(query, "text", queries, number);
                    Map<String, Integer> known = grades.getOrDefault(id, Map.of());
                    if (known.values().stream().anyMatch(grade -> grade > 0)) {
                        questions.add(new Question(id, text, known));
                    } else {
                        unjudged[0]++;
                    }
                });
        if (questions.isEmpty()) {
            throw CommandFailure.refused(
                    qrels
                            + " names no relevant document of a question in "
                            + queries
                            + " (expected: lines of query id, document and grade, with the ids of"
                            + " the questions).");
        }
        return new TestCollection(List.copyOf(questions), unjudged[0]);
    }

    private static Map<String, Map<String, Integer>> grades(Path qrels) {
        Map<String, Map<String, Integer>> grades = new LinkedHashMap<>();
        lines(
                qrels,
                (line, number) -> {
                    String[] columns = line.strip().split("\t| +", TREC_COLUMNS + 1);
                    boolean trec = columns.length == TREC_COLUMNS;
                    boolean right = trec || columns.length == COLUMNS;
                    String grade = columns[columns.length - 1];
                    if (right && number == 1 && !isWhole(grade)) {
                        return;
                    }
                    if (!right || !isWhole(grade)) {
                        throw wrong(qrels, number, "query, document and a whole grade, with tabs");
                    }
                    grades.computeIfAbsent(columns[0], _ -> new LinkedHashMap<>())
                            .put(columns[columns.length - 2], Integer.parseInt(grade));
                });
        return grades;
    }

    private static boolean isWhole(String text) {
        return text.matches("-?[0-9]{1,9}");
    }

    private static Json.Obj object(String line, Path file, int number) {
        try {
            if (JsonReader.read(line.getBytes(StandardCharsets.UTF_8)) instanceof Json.Obj object) {
                return object;
            }
        } catch (FailureException e) {
            throw wrong(file, number, "{\"_id\": …, \"text\": …}");
        }
        throw wrong(file, number, "{\"_id\": …, \"text\": …}");
    }

    private static String member(Json.Obj object, String member, Path file, int number) {
        return object.text(member)
                .orElseThrow(() -> wrong(file, number, "a string \"" + member + "\""));
    }

    private static void lines(Path file, LineReader reader) {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (line.length() > LONGEST_LINE) {
                    throw wrong(file, number, "a line of at most " + LONGEST_LINE + " characters");
                }
                if (!line.isBlank()) {
                    reader.read(line, number);
                }
            }
        } catch (IOException e) {
            throw CommandFailure.refused(file + " cannot be read (" + e.getMessage() + ").");
        }
    }

    private static CommandFailure wrong(Path file, int number, String expected) {
        return CommandFailure.refused(
                file + ", line " + number + ": cannot be read (expected: " + expected + ").");
    }
}
