package dev.chasqui.benchmarks.folders;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The page with the tally.
 *
 * @param folders the verdicts of each folder
 */
record AnswersPage(List<FolderTally.Folder> folders) {
    /** The name of the page's file. */
    static final String NAME = "rag-answers.md";

    private static final String HEAD =
            """
            # How well `/rag` answers

            `benchmarks/run --folders` adds the [folders](../benchmarks/folders/README.md) to a server, each as a collection, asks
            `/rag(collection=…)` their questions with the built-in model `chasqui-extract` and default settings, and writes this
            page. The questions were written before the code that answers them.

            - **first**: the passage that the answer cites first is the right one.
            - **cited**: the answer cites the right passage.
            - **answered**: the answer has the words that answer the question.
            - **found**: the search found the right passage, so that the model could cite it.

            """;

    /** Writes the page and returns its path. */
    Path write(Path folder) throws IOException {
        Files.createDirectories(folder);
        StringBuilder page = new StringBuilder(HEAD);
        page.append("## Questions\n\n");
        table(page, FolderTally.Folder::questions);
        page.append(
                """
                ## Held-out questions

                Questions of the same kind that nobody looked at while the rules were written; their failures are not listed.

                """);
        table(page, FolderTally.Folder::heldOut);
        page.append("## Failures\n\n");
        folders.forEach(each -> failures(page, each));
        return Files.writeString(folder.resolve(NAME), page.toString().stripTrailing() + "\n");
    }

    /** Returns the counts of a folder in a line. */
    static String line(FolderTally.Folder folder) {
        return folder.name()
                + ": "
                + counts(folder.questions())
                + "; held out: "
                + counts(folder.heldOut());
    }

    private static String counts(List<Verdict> verdicts) {
        return "first %d, cited %d, answered %d, found %d of %d"
                .formatted(
                        count(verdicts, Verdict::first),
                        count(verdicts, Verdict::cited),
                        count(verdicts, Verdict::answered),
                        count(verdicts, Verdict::found),
                        verdicts.size());
    }

    private void table(StringBuilder page, Function<FolderTally.Folder, List<Verdict>> questions) {
        page.append("| folder | documents | questions | first | cited | answered | found |\n")
                .append("| --- | --- | --- | --- | --- | --- | --- |\n");
        for (FolderTally.Folder each : folders) {
            if (!questions.apply(each).isEmpty()) {
                row(page, each.name(), each.documents(), questions.apply(each));
            }
        }
        row(
                page,
                "**all**",
                folders.stream().mapToInt(FolderTally.Folder::documents).sum(),
                folders.stream().map(questions).flatMap(List::stream).toList());
        page.append('\n');
    }

    private static void row(
            StringBuilder page, String name, int documents, List<Verdict> verdicts) {
        page.append(
                "| %s | %d | %d | %d | %d | %d | %d |\n"
                        .formatted(
                                name,
                                documents,
                                verdicts.size(),
                                count(verdicts, Verdict::first),
                                count(verdicts, Verdict::cited),
                                count(verdicts, Verdict::answered),
                                count(verdicts, Verdict::found)));
    }

    private static long count(List<Verdict> verdicts, Predicate<Verdict> kind) {
        return verdicts.stream().filter(kind).count();
    }

    private static void failures(StringBuilder page, FolderTally.Folder folder) {
        List<Verdict> failed =
                folder.questions().stream()
                        .filter(each -> !each.first() || !each.answered())
                        .toList();
        if (failed.isEmpty()) {
            return;
        }
        page.append("### ").append(folder.name()).append("\n\n");
        for (Verdict each : failed) {
            page.append("- **%s** %s. It said:\n\n".formatted(each.question().text(), why(each)));
            each.reply()
                    .text()
                    .lines()
                    .forEach(line -> page.append(("      " + line).stripTrailing()).append('\n'));
            page.append('\n');
        }
    }

    private static String why(Verdict verdict) {
        if (!verdict.found()) {
            return "The search did not find the right passage";
        }
        if (verdict.first()) {
            return "The right passage is cited first, without the answer";
        }
        return verdict.cited() ? "Another passage is cited first" : "Other passages are cited";
    }
}
