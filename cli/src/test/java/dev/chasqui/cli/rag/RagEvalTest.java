package dev.chasqui.cli.rag;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.cli.CommandRun;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

class RagEvalTest {
    private static final String PAPERS = "/admin/collections/papers";
    private static final String FOUND =
            "{\"documents\":[{\"name\":\"d2\",\"score\":2},{\"name\":\"d1\",\"score\":1}],"
                    + "\"millis\":1.5}";

    private final FakeBackend server = FakeBackend.start();
    @TempDir private Path folder;

    @BeforeEach
    void answers() {
        server.on("GET", PAPERS + "/search", Answer.json(200, FOUND));
        collection("\"vectors\":{\"model\":\"m\",\"done\":2,\"passages\":2}");
    }

    @AfterEach
    void close() {
        server.close();
    }

    private void collection(String more) {
        server.on(
                "GET",
                PAPERS,
                Answer.json(200, "{\"name\":\"papers\",\"documents\":2," + more + "}"));
    }

    private CommandRun eval(String queries, String qrels, String... more) throws IOException {
        Path questions = Files.writeString(folder.resolve("q.jsonl"), queries);
        Path grades = Files.writeString(folder.resolve("qrels.tsv"), qrels);
        return CommandRun.of(
                Map.of("CHASQUI_URL", server.url().toString()),
                Stream.concat(
                                Stream.of(
                                        "rag",
                                        "eval",
                                        "-c",
                                        "papers",
                                        "--queries",
                                        questions.toString(),
                                        "--qrels",
                                        grades.toString()),
                                Stream.of(more))
                        .toArray(String[]::new));
    }

    @Test
    void eachVoiceIsMeasuredAndPrintedAsJson() throws Exception {
        CommandRun run =
                eval(
                        "{\"_id\":\"1\",\"text\":\"what?\"}\n{\"_id\":\"2\",\"text\":\"who?\"}\n",
                        "query-id\tcorpus-id\tscore\n1\td1\t1\n",
                        "--json");

        String measures =
                "{\"ndcg@10\":0.6309,\"recall@10\":1.0000,\"recall@100\":1.0000,\"mrr\":0.5000,"
                        + "\"p50Ms\":1.50,\"p99Ms\":1.50}";
        assertThat(run.out().strip())
                .isEqualTo(
                        "{\"documents\":2,\"queries\":1,\"bm25\":%1$s,\"dense\":%1$s,\"hybrid\":%1$s}"
                                .formatted(measures));
        assertThat(run.err()).contains("1 questions have no relevant document");
    }

    @Test
    void aCollectionWithoutVectorsHasNoDenseVoiceAndOneWithAReranker() throws Exception {
        collection("\"reranker\":\"r\"");

        CommandRun run = eval("{\"_id\":\"1\",\"text\":\"what?\"}", "1\td2\t2");

        assertThat(run.out())
                .isEqualTo(
                        """
                        2 documents, 1 questions
                        VOICE     NDCG@10  RECALL@10  RECALL@100  MRR    P50 MS  P99 MS
                        bm25      1.000    1.000      1.000       1.000  1.5     1.5
                        hybrid    1.000    1.000      1.000       1.000  1.5     1.5
                        reranked  1.000    1.000      1.000       1.000  1.5     1.5
                        """);
    }

    @Test
    void wrongFilesAreRefusedWithTheLine() throws Exception {
        assertThat(eval("{\"_id\":\"1\"}", "1\td2\t2").err())
                .contains("q.jsonl, line 1", "a string \"text\"");
        assertThat(eval("{\"_id\":\"1\",\"text\":\"w\"}", "1\td2\t2\n1 d2\n").err())
                .contains("qrels.tsv, line 2", "query, document and a whole grade");
        assertThat(eval("{\"_id\":\"1\",\"text\":\"w\"}", "7\td2\t2").err())
                .contains("names no relevant document");
        assertThat(eval("no json", "1\td2\t2").exitCode()).isEqualTo(2);
    }
}
