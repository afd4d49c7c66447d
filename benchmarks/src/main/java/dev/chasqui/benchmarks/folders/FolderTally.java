package dev.chasqui.benchmarks.folders;

import dev.chasqui.benchmarks.gateways.Distribution;
import dev.chasqui.benchmarks.gateways.Gateway;
import dev.chasqui.benchmarks.gateways.StartedProcesses;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The tally of answers about all folders.
 *
 * @param root the folder of the repository
 * @param log takes a line for each folder
 */
public record FolderTally(Path root, Consumer<String> log) {
    private static final String CONFIG = "{\"log\": {\"level\": \"warning\"}}";

    /**
     * The verdicts on a folder.
     *
     * @param documents the number of documents
     */
    record Folder(String name, int documents, List<Verdict> questions, List<Verdict> heldOut) {}

    /**
     * Starts a server, adds the folders, asks the questions and writes the page.
     *
     * @param work an empty folder for the files of the server
     * @param out the folder of the page
     * @return the path of the page
     * @throws IOException if the server does not start, or refuses a document or a question
     */
    public Path run(Distribution distribution, StartedProcesses started, Path work, Path out)
            throws IOException, InterruptedException {
        Gateway server = distribution.serve(started, work, CONFIG);
        List<Folder> folders = new ArrayList<>();
        try (CollectionClient client = new CollectionClient(server.port())) {
            client.awaitServer();
            for (QuestionFolder folder : QuestionFolder.all(root)) {
                Folder judged = judge(folder, client);
                log.accept(AnswersPage.line(judged));
                folders.add(judged);
            }
        }
        return new AnswersPage(folders).write(out);
    }

    private static Folder judge(QuestionFolder folder, CollectionClient client)
            throws IOException, InterruptedException {
        for (Map.Entry<String, Path> file : folder.files().entrySet()) {
            client.add(folder.name(), file.getKey(), file.getValue());
        }
        client.awaitVectors(folder.name());
        return new Folder(
                folder.name(),
                folder.files().size(),
                verdicts(folder.name(), folder.questions(), client),
                verdicts(folder.name(), folder.heldOut(), client));
    }

    private static List<Verdict> verdicts(
            String collection, List<Question> questions, CollectionClient client)
            throws IOException, InterruptedException {
        List<Verdict> verdicts = new ArrayList<>();
        for (Question question : questions) {
            verdicts.add(Verdict.of(question, client.ask(collection, question.text())));
        }
        return verdicts;
    }
}
