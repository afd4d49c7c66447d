package dev.chasqui.benchmarks.folders;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A folder of documents with questions about them.
 *
 * @param name the name of the folder and of its collection
 * @param files the documents by their names, which are paths within the folder
 * @param questions the questions that the rules may be tried on
 * @param heldOut further questions, empty if there are none
 */
record QuestionFolder(
        String name,
        SortedMap<String, Path> files,
        List<Question> questions,
        List<Question> heldOut) {
    private static final String QUESTIONS = "questions.jsonl";
    private static final String HELD_OUT = "heldout.jsonl";

    /** The folder whose documents are the repository's own pages. */
    private static final String DOCS = "docs";

    /**
     * Reads all folders of a repository.
     *
     * @param root the folder of the repository
     * @throws IOException if a file cannot be read or is no JSON
     */
    static List<QuestionFolder> all(Path root) throws IOException {
        List<Path> folders;
        try (Stream<Path> entries = Files.list(root.resolve("benchmarks/folders"))) {
            folders = entries.filter(Files::isDirectory).sorted().toList();
        }
        List<QuestionFolder> read = new ArrayList<>();
        for (Path folder : folders) {
            String name = folder.getFileName().toString();
            read.add(
                    new QuestionFolder(
                            name,
                            name.equals(DOCS) ? pages(root.resolve(DOCS)) : documents(folder),
                            questions(folder.resolve(QUESTIONS)),
                            questions(folder.resolve(HELD_OUT))));
        }
        return read;
    }

    private static SortedMap<String, Path> documents(Path folder) throws IOException {
        SortedMap<String, Path> files = new TreeMap<>();
        try (Stream<Path> entries = Files.walk(folder)) {
            entries.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".jsonl"))
                    .forEach(file -> files.put(folder.relativize(file).toString(), file));
        }
        return files;
    }

    /** Returns the pages of a documentation, without the page that has the questions. */
    private static SortedMap<String, Path> pages(Path docs) throws IOException {
        SortedMap<String, Path> files = new TreeMap<>();
        try (Stream<Path> entries = Files.list(docs)) {
            entries.filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> !file.endsWith(AnswersPage.NAME))
                    .forEach(file -> files.put(file.getFileName().toString(), file));
        }
        return files;
    }

    private static List<Question> questions(Path file) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        List<Question> questions = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            if (JsonReader.read(line.getBytes(UTF_8)) instanceof Json.Obj members) {
                questions.add(Question.of(members));
            }
        }
        return questions;
    }
}
