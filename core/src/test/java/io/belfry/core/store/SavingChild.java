package io.belfry.core.store;

import io.belfry.core.integration.CustomVariable;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** A process that saves for ever and says after each save that it is saved; it is killed. */
final class SavingChild {
    private SavingChild() {}

    public static void main(String[] args) {
        Vertx vertx = Vertx.vertx();
        DatabaseConfig config = DatabaseConfig.embedded(Path.of(args[0])).patient(30);
        ConfigStore store = new ConfigStore(Wait.forIt(Database.open(vertx, config)));
        Settings settings = Wait.forIt(store.load());
        int count = settings.variables().size();
        long version = settings.version();
        while (true) {
            String name = "v" + count++;
            CustomVariable variable = new CustomVariable(name, name, "", "", 1);
            Edit edit = new Edit.PutVariable(new Kept<>(variable, 1, "child", Instant.EPOCH));
            version = Wait.forIt(store.save(version, List.of(edit)));
            System.out.println("saved " + name);
        }
    }
}
