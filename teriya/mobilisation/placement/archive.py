"""The files by which anyone verifies a round alone: its inputs and its result, in the engine's format."""

import io
import zipfile

from teriya.mobilisation.placement import rounds
from teriya.mobilisation.placement.engine.files import result_files
from teriya.mobilisation.placement.engine.ids import ids_of
from teriya.mobilisation.placement.engine.tables import render, render_inputs
from teriya.mobilisation.placement.models import Round

_READ_ME = """\
Placement « {name} » de la vague {wave}.

Pour le vérifier soi-même, avec Teriya installé :

    teriya placement certify donnees resultat
    teriya placement explain donnees resultat NUMERO
    teriya placement run donnees ailleurs        (le même résultat, la même empreinte)

donnees/   places, plafonds, financements, vœux, ordre publié (la plus petite clé passe d’abord)
           points.csv et seed.csv : d’où vient l’ordre ; domaines prioritaires (tier 1), points, graine du tirage
resultat/  qui va où, le seuil et sa cause pour chaque poste, les empreintes

Les personnes y sont désignées par leur numéro de candidature. Un vœu impossible (diplôme demandé, aucune place financée)
en est retiré et les suivants avancent d’un rang.

À points égaux passe d’abord la plus petite empreinte SHA-256 de la graine suivie du numéro :

    printf '{seed}NUMERO' | sha256sum

La commande certify le vérifie pour tous, avec les points et les domaines prioritaires.

Empreinte du résultat : {digest}
"""


def archive(round: Round) -> bytes:
    """A ZIP of the round, the same bytes each time: LISEZMOI.txt, donnees/ and resultat/."""
    kept = rounds.unpack(round)
    text = _READ_ME.format(
        name=round.name, wave=round.wave.code, seed=round.manifest["seed"], digest=round.manifest["digest"]
    )
    contents = {"LISEZMOI.txt": text.encode()}
    contents |= {f"donnees/{name}.csv": table for name, table in render_inputs(kept.wave).items()}
    wave = kept.wave
    seed = round.manifest["seed"]
    scored = (wave.candidates[wave.who], wave.posts[wave.wish], kept.tier, kept.score)
    contents["donnees/points.csv"] = render(("candidate", "post", "tier", "points"), scored)
    contents["donnees/seed.csv"] = render(("seed",), (ids_of([seed]),))
    contents |= {f"resultat/{name}": file for name, file in result_files(kept.result, seed).items()}
    return _zipped(contents, (round.on.year, round.on.month, round.on.day, 0, 0, 0))


def _zipped(contents: dict[str, bytes], moment: tuple[int, int, int, int, int, int]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as file:
        for name, content in contents.items():
            file.writestr(zipfile.ZipInfo(name, moment), content, zipfile.ZIP_DEFLATED)
    return written.getvalue()
