package dev.chasqui.cli;

import dev.chasqui.cli.command.Version;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.json.Json;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;

@Command(
        name = "key",
        description = {
            "Make a key, show it once, and print the line for the configuration.",
            "",
            "The configuration holds only the SHA-256 of the key. Once it has a key, every request"
                    + " needs one."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui key --name ana",
            "  chasqui key --name ops --role admin",
        })
final class KeyCommand implements Callable<Integer> {
    private static final String PREFIX = "chq_";
    private static final String LETTERS =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /** The number of characters: 43 out of an alphabet of 62 hold 256 bits. */
    private static final int LENGTH = 43;

    /** The valid names of keys in the configuration. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    @Option(
            names = "--name",
            paramLabel = "N",
            defaultValue = "${sys:user.name}",
            description = "The owner of the key, for the logs (default: ${DEFAULT-VALUE}).")
    private String name = "";

    @Option(
            names = "--role",
            paramLabel = "R",
            defaultValue = "user",
            description = "user may ask, admin may use the admin routes too (default: user).")
    private Caller.Role role = Caller.Role.USER;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (!NAME.matcher(name).matches()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--name: "
                            + name
                            + " (expected: letters, digits, '.', '_' or '-', at most 64)");
        }
        String key = random();
        PrintWriter out = spec.commandLine().getOut();
        out.println("The key, shown this once:");
        out.println();
        out.println("  " + key);
        out.println();
        out.println("The line for \"keys\" in config.json:");
        out.println();
        out.println("  " + entry(key));
        return CommandLine.ExitCode.OK;
    }

    private static String random() {
        StringBuilder key = new StringBuilder(PREFIX);
        new SecureRandom()
                .ints(LENGTH, 0, LETTERS.length())
                .forEach(letter -> key.append(LETTERS.charAt(letter)));
        return key.toString();
    }

    private Json.Obj entry(String key) {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("name", Json.of(name));
        members.put("sha256", Json.of(sha256(key)));
        members.put("role", Json.of(role.name().toLowerCase(Locale.ROOT)));
        members.put("agents", new Json.Arr(List.of(Json.of("*"))));
        return new Json.Obj(members);
    }

    private static String sha256(String key) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
