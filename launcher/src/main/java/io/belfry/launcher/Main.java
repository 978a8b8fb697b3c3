package io.belfry.launcher;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line: {@code ./belfry <command>}; without a command it is the server. */
@Command(
        name = "belfry",
        description =
                "CTI integration server for Asterisk contact centres. Without a command: serve.",
        mixinStandardHelpOptions = true,
        version = "Belfry " + Main.VERSION,
        subcommands = {
            ServeCommand.class,
            DemoCommand.class,
            ClusterDemoCommand.class,
            PbxCommand.class,
            ReplayCommand.class,
            DoctorCommand.class
        })
public final class Main {
    static final String VERSION = "0.1.0";

    /** Wrong words on the command line, or an input that can not be read. */
    static final int WRONG_INPUT = 2;

    /** So that no line of the table of keys is broken. */
    private static final int HELP_WIDTH = 110;

    private static final List<String> ABOUT_ITSELF = List.of("-h", "--help", "-V", "--version");

    private Main() {}

    public static void main(String[] args) {
        // Vert.x threads are not daemons: without an explicit end a failed start would stay as a
        // silent process
        System.exit(commandLine().execute(withCommand(args)));
    }

    /** With the keys of the configuration in the help of the commands that read them. */
    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Main());
        for (String command : List.of("serve", "demo", "doctor")) {
            line.getSubcommands()
                    .get(command)
                    .getCommandSpec()
                    .usageMessage()
                    .width(HELP_WIDTH)
                    .footer(ConfigKey.help());
        }
        return line;
    }

    /** {@code ./belfry --http.port=8081} means {@code ./belfry serve --http.port=8081}. */
    static String[] withCommand(String[] args) {
        boolean serve =
                args.length == 0 || args[0].startsWith("-") && !ABOUT_ITSELF.contains(args[0]);
        if (!serve) {
            return args;
        }
        String[] whole = new String[args.length + 1];
        whole[0] = "serve";
        System.arraycopy(args, 0, whole, 1, args.length);
        return whole;
    }
}
