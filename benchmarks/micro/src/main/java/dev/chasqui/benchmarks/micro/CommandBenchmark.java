package dev.chasqui.benchmarks.micro;

import dev.chasqui.domain.command.CommandLine;
import dev.chasqui.domain.command.KnownCommands;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

import java.util.Set;

/** Measures the parser of commands in front of a message. */
@State(Scope.Thread)
public class CommandBenchmark {
    private static final String TEXT =
            " What does our contract say about the notice period? ".repeat(20);

    private final String plain = TEXT;
    private final String one = "/rag" + TEXT;
    private final String several = "/rag(collection=handbook k=5) /parallel(3) /context" + TEXT;

    private final KnownCommands known =
            new KnownCommands() {
                private final Set<String> names = Set.of("rag", "parallel", "context");

                @Override
                public boolean contains(String name) {
                    return names.contains(name);
                }

                @Override
                public String usage(String name) {
                    return name;
                }
            };

    /** Parses a message without commands. */
    @Benchmark
    public CommandLine plain() {
        return CommandLine.parse(plain, known);
    }

    /** Parses a command without arguments. */
    @Benchmark
    public CommandLine one() {
        return CommandLine.parse(one, known);
    }

    /** Parses three commands, two of them with arguments. */
    @Benchmark
    public CommandLine several() {
        return CommandLine.parse(several, known);
    }
}
