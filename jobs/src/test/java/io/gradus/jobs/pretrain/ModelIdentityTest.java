package io.gradus.jobs.pretrain;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.jobs.config.Settings;
import io.gradus.jobs.config.TrainConfig;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelIdentityTest {
  private static ModelIdentity of(String... overrides) {
    TrainConfig config = TrainConfig.of(Settings.load("classpath:smoke.conf", List.of(overrides)));
    return ModelIdentity.of(
        config.model().pretrain().orElseThrow(),
        config.evaluate().heldOut(config.problems().test()));
  }

  /**
   * Written by hand from conf/smoke.conf and the defaults: a change would move every made model.
   */
  @Test
  void namesAreThoseOfTheSettings() {
    String problems =
        "{'kind':'synthetic','order':'as-given','path':'','synthetic':{'count':64,'modulus':11,"
            + "'operations':{'max':2,'min':1},'operator-sets':[],'operators':['+','-','*'],'seed':1}}";
    String pretrain =
        "{'batch':64,'betas':[0.9,0.98],'corpus':{'modulus':11,'operations':{'max':5,'min':1},"
            + "'operator-sets':[],'operators':{'*':1.0,'+':6.0,'-':3.0},'test-problems':'skip',"
            + "'zipf':1.2},'dtype':'float32','epsilon':1.0E-8,'finetune':[],'head':'untied',"
            + "'max-grad-norm':1.0,'max-positions':32,'phases':[{'broken':0.0,'direct':0.0,"
            + "'learning-rate':0.003,'noise':0.0,'schedule':'cosine','steps':200,"
            + "'template':'plain'}],'rope-theta':1000.0,'seed':1,'size':{'heads':4,'hidden':32,"
            + "'intermediate':88,'kv-heads':4,'layers':2},'threads':1,'warm-up':20,"
            + "'weight-decay':0.1}";
    assertThat(of().json())
        .isEqualTo(
            ("{'pretrain':" + pretrain + ",'skipped-problems':[" + problems + "]}")
                .replace('\'', '"'));
    assertThat(of().name()).matches("[0-9a-f]{16}").isEqualTo(of().name());
  }

  @Test
  void whatChangesNoByteOfTheModelIsNoPartOfIt() {
    assertThat(
            of(
                "model.pretrain.log-every=7",
                "run.id=other",
                "steps=9",
                "problems.test.grading=math"))
        .isEqualTo(of());
    assertThat(of("model.pretrain.threads=2")).isNotEqualTo(of());
    assertThat(of("problems.test.synthetic.count=65")).isNotEqualTo(of());
    String keep = "model.pretrain.corpus.test-problems=keep";
    assertThat(of(keep, "problems.test.synthetic.count=65")).isEqualTo(of(keep)).isNotEqualTo(of());
  }
}
