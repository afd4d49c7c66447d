package dev.chasqui.cli.command;

import picocli.CommandLine.IVersionProvider;

import java.util.Objects;

/** The version of Chasqui, with those of Java and of the operating system. */
public final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {
            "chasqui "
                    + Objects.requireNonNullElse(
                            Version.class.getPackage().getImplementationVersion(),
                            "(not packaged)"),
            "Java " + Runtime.version() + " (" + System.getProperty("java.vendor") + ")",
            System.getProperty("os.name")
                    + " "
                    + System.getProperty("os.version")
                    + " "
                    + System.getProperty("os.arch")
        };
    }
}
