package dev.chasqui.cli.command;

import picocli.CommandLine.IVersionProvider;

import java.util.Optional;

/** The version of Chasqui, with those of Java and of the operating system. */
public final class Version implements IVersionProvider {

    /** Returns the version alone; empty if the classes are in no jar. */
    public static Optional<String> known() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion());
    }

    @Override
    public String[] getVersion() {
        return new String[] {
            "chasqui " + known().orElse("(not packaged)"),
            "Java " + Runtime.version() + " (" + System.getProperty("java.vendor") + ")",
            System.getProperty("os.name")
                    + " "
                    + System.getProperty("os.version")
                    + " "
                    + System.getProperty("os.arch")
        };
    }
}
