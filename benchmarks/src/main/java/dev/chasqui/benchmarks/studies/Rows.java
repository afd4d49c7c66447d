package dev.chasqui.benchmarks.studies;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.chasqui.benchmarks.figures.Quantity;
import dev.chasqui.benchmarks.gateways.Chasqui;
import dev.chasqui.benchmarks.gateways.Gateway;
import dev.chasqui.benchmarks.gateways.Handbook;
import dev.chasqui.benchmarks.gateways.Prompt;
import dev.chasqui.benchmarks.load.RawRequest;
import dev.chasqui.benchmarks.mock.MockAnswers;
import dev.chasqui.benchmarks.mock.StreamShape;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The studies that are measured in rounds: the rows of the report, from top to bottom. */
public final class Rows {
    /** The id of the row that needs documents. */
    public static final String WORK = "work";

    /** The id of the row that needs a server with keys, limits, budgets and a ledger. */
    public static final String GOVERNED = "cpu-1k-governed";

    private static final StudyLoad BUSY = new StudyLoad.Whole(16);
    private static final String OPENAI_TO_OLLAMA = "OpenAI in, Ollama out";
    private static final String OLLAMA_TO_OPENAI = "Ollama in, OpenAI out";
    private static final String ANTHROPIC_TO_OPENAI = "Anthropic in, OpenAI out";
    private static final RawRequest.Expected VECTOR = same(MockAnswers.embeddings(1));
    private static final RawRequest.Expected OPENAI = same(MockAnswers.openAi());
    private static final RawRequest.Expected OLLAMA = same(MockAnswers.ollama());
    private static final RawRequest.Expected TEXT = new RawRequest.Holds(MockAnswers.text());

    private final MeasuredGateways field;

    private Rows(MeasuredGateways field) {
        this.field = field;
    }

    /** Returns the studies for the gateways of a run. */
    public static List<Study> of(MeasuredGateways field) {
        Rows rows = new Rows(field);
        List<Study> all = new ArrayList<>(rows.ofGateways());
        field.governed().ifPresent(counting -> all.add(rows.governed(counting)));
        all.addAll(rows.ofOurPaths());
        return all;
    }

    private Study governed(Gateway counting) {
        return Study.ofCost(
                GOVERNED,
                "CPU per request that is counted",
                "The same answers of 1 KB over 16 connections. `governed` identifies a stored key,"
                        + " holds limits of requests, tokens and concurrency and budgets of key,"
                        + " user, team and all, and has metrics and the ledger on; `chasqui` has"
                        + " neither keys nor a ledger.",
                BUSY,
                field.beside(counting, Prompt.whole()));
    }

    /** Returns the study of streams held. */
    public static StreamsHeld streamsHeld(MeasuredGateways field) {
        return new StreamsHeld(MeasuredGateways.fast(field.gatewaysAndDirect(Prompt.paced())));
    }

    private List<Study> ofGateways() {
        return List.of(
                Study.ofCost(
                        "cpu-1k",
                        "CPU per request",
                        "Whole answers of 1 KB over 16 connections that ask again at once.",
                        BUSY,
                        field.gateways(Prompt.whole())),
                added(
                        "latency-1k",
                        "Time that is added to a request",
                        "The same answers at one connection, as time more than the mock alone takes"
                                + " in the same round.",
                        new StudyLoad.Whole(1),
                        List.of(Quantity.P50, Quantity.P99),
                        field.gatewaysAndDirect(Prompt.whole())),
                Study.ofCost(
                        "cpu-32k",
                        "CPU per request of 32 KiB",
                        "A prompt of 32 KiB, an answer of 1 KB, 16 connections.",
                        BUSY,
                        MeasuredGateways.fast(field.gateways(Prompt.ofManyWords()))),
                Study.ofCost(
                        "flood-4",
                        "CPU per SSE frame, as fast as they come",
                        "Four streams of 4096 frames that the mock sends as fast as they are read.",
                        new StudyLoad.Streams(4, StreamShape.FLOOD),
                        MeasuredGateways.fast(field.gateways(Prompt.flood()))),
                Study.ofCost(
                        "frame-128",
                        "CPU per SSE frame",
                        "128 streams of a frame each 20 ms, as models send them.",
                        new StudyLoad.Streams(128, StreamShape.PACED),
                        MeasuredGateways.fast(field.gateways(Prompt.paced()))),
                added(
                        "first-1",
                        "Time that is added to the first token, one stream",
                        "From the request to the first frame of a stream, as time more than the"
                                + " mock alone takes in the same round.",
                        new StudyLoad.Streams(1, StreamShape.BRIEF),
                        List.of(Quantity.FIRST_P50, Quantity.FIRST_P99),
                        field.gatewaysAndDirect(Prompt.brief())),
                added(
                        "first-16",
                        "Time that is added to the first token, 16 streams",
                        "The same with 16 streams at once.",
                        new StudyLoad.Streams(16, StreamShape.BRIEF),
                        List.of(Quantity.FIRST_P50, Quantity.FIRST_P99),
                        MeasuredGateways.fast(field.gatewaysAndDirect(Prompt.brief()))));
    }

    private List<Study> ofOurPaths() {
        Prompt whole = Prompt.whole();
        Prompt flood = Prompt.flood();
        Contestant passthrough = field.path(Chasqui.NAME, whole, OPENAI);
        Contestant yardstick = field.yardstick(whole);
        return List.of(
                Study.ofCost(
                        "dialects",
                        "CPU per request across dialects",
                        "Chasqui's ways through, whole answers of 1 KB, 16 connections; `chasqui`"
                                + " is OpenAI in and out.",
                        BUSY,
                        List.of(
                                yardstick,
                                passthrough,
                                field.path(
                                        "Ollama in and out",
                                        Chasqui.OLLAMA,
                                        Chasqui.OLLAMA_MODEL,
                                        whole,
                                        OLLAMA),
                                field.path(
                                        OPENAI_TO_OLLAMA,
                                        Gateway.OPENAI,
                                        Chasqui.OLLAMA_MODEL,
                                        whole,
                                        TEXT),
                                field.path(
                                        OLLAMA_TO_OPENAI,
                                        Chasqui.OLLAMA,
                                        Gateway.MODEL,
                                        whole,
                                        TEXT),
                                field.path(
                                        ANTHROPIC_TO_OPENAI,
                                        Chasqui.ANTHROPIC,
                                        Gateway.MODEL,
                                        whole.with("\"max_tokens\":1024"),
                                        TEXT))),
                Study.ofCost(
                        "embeddings",
                        "CPU per request for an embedding",
                        "One short text, a vector of 384 numbers, 16 connections. Batched ones wait"
                                + " 1 ms for each other (`embeddingWindow`) and go to the backend"
                                + " together.",
                        BUSY,
                        List.of(
                                field.embedding(
                                        Study.YARDSTICK,
                                        field.peers().getFirst(),
                                        Gateway.MODEL,
                                        VECTOR),
                                field.embedding(
                                        Chasqui.NAME, field.chasqui(), Gateway.MODEL, VECTOR),
                                field.embedding(
                                        "batched",
                                        field.chasqui(),
                                        Chasqui.BATCHED_MODEL,
                                        new RawRequest.Holds("\"object\":\"embedding\"")))),
                new Study(
                        "agents",
                        "CPU that agents add to a request",
                        "Agents that only go on, those named wrapping with each event of the reply"
                            + " in their hands, as CPU more than Chasqui without agents uses in the"
                            + " same round. Trusted ones run on the server's own threads.",
                        BUSY,
                        List.of(Quantity.CPU_PER_REQUEST),
                        Optional.of(Chasqui.NAME),
                        List.of(
                                passthrough,
                                agents("1 agent", whole, "pass", 1),
                                agents("10 agents", whole, "pass", 10),
                                agents("1 trusted agent", whole, "pass-trusted", 1),
                                agents("10 trusted agents", whole, "pass-trusted", 10),
                                agents("1 trusted, wrapping", whole, "wrap-trusted", 1),
                                agents("10 trusted, wrapping", whole, "wrap-trusted", 10))),
                Study.ofCost(
                        "flood-agents",
                        "CPU per SSE frame through agents",
                        "Four streams of 4096 frames that the mock sends as fast as they are read,"
                                + " through agents that only go on; `chasqui` has none.",
                        new StudyLoad.Streams(4, StreamShape.FLOOD),
                        List.of(
                                field.yardstick(flood),
                                field.path(Chasqui.NAME, flood, OPENAI),
                                agents("1 agent", flood, "pass", 1),
                                agents("10 agents", flood, "pass", 10),
                                agents("1 trusted agent", flood, "pass-trusted", 1),
                                agents("10 trusted agents", flood, "pass-trusted", 10),
                                agents("1 trusted, wrapping", flood, "wrap-trusted", 1),
                                agents("10 trusted, wrapping", flood, "wrap-trusted", 10))),
                Study.ofCost(
                        WORK,
                        "CPU per request of what Chasqui does itself",
                        "`/context` adds the date, `/rag` looks up five of 10,000 passages, and"
                                + " `chasqui-extract` answers without a model.",
                        BUSY,
                        List.of(
                                yardstick,
                                passthrough,
                                field.path(
                                        "/context",
                                        whole.withText("/context " + whole.text()),
                                        OPENAI),
                                field.path(
                                        "/rag",
                                        whole.withText(new Handbook().question()),
                                        new RawRequest.Holds("Sources")),
                                field.path(
                                        "chasqui-extract",
                                        Gateway.OPENAI,
                                        "chasqui-extract",
                                        whole.withText(
                                                "The office opens at nine. Lunch is at noon. The"
                                                        + " cat is called Inti. When does the"
                                                        + " office open?"),
                                        new RawRequest.Holds("The office opens at nine")))));
    }

    private Contestant agents(String name, Prompt prompt, String agent, int count) {
        String names = String.join(",", Collections.nCopies(count, '"' + agent + '"'));
        return field.path(name, prompt.with("\"agents\":[" + names + "]"), OPENAI);
    }

    private Study added(
            String id,
            String title,
            String meaning,
            StudyLoad load,
            List<Quantity> quantities,
            List<Contestant> contestants) {
        return new Study(
                id,
                title,
                meaning,
                load,
                quantities,
                Optional.of(field.direct().name()),
                contestants);
    }

    private static RawRequest.Expected same(String body) {
        return new RawRequest.Same(body.getBytes(US_ASCII));
    }
}
