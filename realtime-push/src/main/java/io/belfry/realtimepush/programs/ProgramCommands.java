package io.belfry.realtimepush.programs;

import io.belfry.core.agent.Agent;
import io.belfry.core.agent.PopId;
import io.belfry.core.command.Command;
import io.belfry.core.command.CommandAnswer;
import io.belfry.core.command.Commands;
import io.belfry.core.command.Origin;
import io.belfry.realtimepush.socketio.Application;
import io.belfry.realtimepush.socketio.ClientSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What programs ask for: who may, about which call it is, and the answer in their words. */
final class ProgramCommands {
    private final Commands commands;
    private final Surroundings surroundings;
    private final ProgramLimits limits;
    private final Counters counters;
    private final Clock clock;

    ProgramCommands(
            Commands commands,
            Surroundings surroundings,
            ProgramLimits limits,
            Counters counters,
            Clock clock) {
        this.commands = commands;
        this.surroundings = surroundings;
        this.limits = limits;
        this.counters = counters;
        this.clock = clock;
    }

    void carryOut(ProgramClient client, String name, JsonArray arguments, Application.Ack ack) {
        Reply reply = new Reply(client.socket(), name, ack);
        if (arguments.isEmpty() || !(arguments.getValue(0) instanceof JsonObject data)) {
            refuse(reply, "wants one object", Map.of());
            return;
        }
        Optional<String> tooLong = FieldSizes.tooLong(data, limits.field());
        if (tooLong.isPresent()) {
            String words = "is longer than " + limits.field() + " characters";
            refuse(reply, tooLong.get() + ": " + words, Map.of(tooLong.get(), words));
            return;
        }
        Command.Read read = Command.read(name, data);
        if (read instanceof Command.Refused refused) {
            refuse(reply, refused.words(), refused.fields());
        } else if (read instanceof Command.Good good) {
            Optional<String> forbidden = forbidden(client.program(), good.command());
            forbidden.ifPresentOrElse(
                    why -> refuse(reply, why, Map.of()),
                    () -> perform(client.program(), good, reply));
        }
    }

    /** Too many, or nothing that could be looked at. */
    void refuse(ProgramClient client, String name, Application.Ack ack, String why) {
        refuse(new Reply(client.socket(), name, ack), why, Map.of());
    }

    private void refuse(Reply reply, String why, Map<String, String> fields) {
        counters.refusedCommands++;
        reply.give(CommandAnswer.refused(why), fields, List.of());
    }

    /** Why this program may not do it. */
    private Optional<String> forbidden(Program program, Command command) {
        if (command instanceof Command.PushRow row) {
            return program.may(Right.PUSH) ? foreign(program, row) : Optional.of(noRight("PUSH"));
        }
        boolean page = command instanceof Command.OpenPage;
        if (!program.may(page ? Right.POP : Right.NOTIFY)) {
            return Optional.of(noRight(page ? "POP" : "NOTIFY"));
        }
        String address = agentOf(command);
        Optional<Agent> agent = surroundings.agent(address);
        boolean reachable =
                agent.map(each -> surroundings.mayReach(program, each))
                        .orElse(program.queues().isEmpty());
        return reachable
                ? Optional.empty()
                : Optional.of("no agent of this token's queues is known as " + address);
    }

    private static Optional<String> foreign(Program program, Command.PushRow row) {
        Object queue = row.channel().getValue("queue");
        return program.maySee(queue == null ? "" : queue.toString())
                ? Optional.empty()
                : Optional.of("channel.queue must be a queue of this token");
    }

    private static String noRight(String right) {
        return "this token has not the right " + right;
    }

    private static String agentOf(Command command) {
        return command instanceof Command.OpenPage page
                ? page.agent()
                : ((Command.Notify) command).agent();
    }

    private void perform(Program program, Command.Good good, Reply reply) {
        counters.commands++;
        commands.carryOut(good.command(), origin(program, good.command()))
                .onSuccess(answer -> reply.give(answer, Map.of(), good.remarks()));
    }

    /**
     * The call that a row names, or the one that the agent is in if there is only one. The id says
     * whose it is: what becomes of a page is told to the rows of the same program.
     */
    private Origin origin(Program program, Command command) {
        Optional<AgentCalls.Found> call =
                command instanceof Command.PushRow row
                        ? named(row.channel())
                        : surroundings.agent(agentOf(command)).flatMap(this::callOf);
        String event =
                call.map(AgentCalls.Found::event)
                        .filter(id -> !id.isEmpty())
                        .orElse(PopId.NO_EVENT);
        return new Origin(
                command instanceof Command.Notify
                        ? "program-message-" + UUID.randomUUID()
                        : PopId.ofProgram(event, program.id()),
                program.name(),
                call.map(AgentCalls.Found::call).orElse(""),
                call.map(AgentCalls.Found::title).orElse(""),
                clock.instant(),
                program.queues());
    }

    private Optional<AgentCalls.Found> callOf(Agent agent) {
        return surroundings.calls().only(agent, clock.instant());
    }

    private Optional<AgentCalls.Found> named(JsonObject channel) {
        return surroundings.calls().named(text(channel, "pbx"), text(channel, "uniqueid"));
    }

    private static String text(JsonObject object, String field) {
        Object value = object.getValue(field);
        return value == null ? "" : value.toString();
    }

    /** The answer in the client's callback; a refusal that nobody waits for comes as an event. */
    private record Reply(ClientSocket socket, String command, Application.Ack ack) {
        void give(CommandAnswer answer, Map<String, String> fields, List<String> remarks) {
            JsonObject data =
                    new JsonObject()
                            .put("ok", answer.ok())
                            .put("outcome", answer.outcome())
                            .put("clients", answer.clients());
            if (!answer.ok()) {
                data.put("error", answer.detail());
            }
            if (!fields.isEmpty()) {
                JsonObject all = new JsonObject();
                fields.forEach(all::put);
                data.put("fields", all);
            }
            if (!remarks.isEmpty()) {
                data.put("remarks", new JsonArray(remarks));
            }
            if (ack.isWanted()) {
                ack.answer(data);
            } else if (!answer.ok()) {
                socket.emit("refused", data.put("command", command));
            }
        }
    }
}
