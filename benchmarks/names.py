"""Names of the people of an invented Milan: surnames and given names by community, the commonest first."""

from __future__ import annotations

import random
from dataclasses import dataclass


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.replace("_", " ") for word in text.split())


_SYLLABLES = _words(
    "ba be bi bo bu ca che chi co cu da de di do du fa fe fi fo fu ga ghe gi go gu la le li lo lu ma me mi mo mu "
    "na ne ni no nu pa pe pi po pu qua ra re ri ro ru sa sca se si so spa sta stra su ta te ti to tra tu va ve vi "
    "vo za ze bran bel bon can car cas col con cor fer fran gal gar gian gran lan lom mal man mar mon mor pan par "
    "per pol por ros sal san ser sol tar tor val ver vin zan zam"
)
_ENDINGS = _words(
    "ni ri ti li si no ro to lo so na ra ta la sa ne re te le se ccio cci lli lla lle llo tti tta tto ssi sso sa "
    "ndi nda ndo nti nte nto rdi rdo rini rotti ngo ngi schi sco ttini llini zzi zza zzo gna gni ghi ghini cchi "
    "chini celli doro relli roni toni cone nelli marsi rina rese vato vani viero cino raldi nucci"
)


@dataclass(frozen=True, slots=True)
class Community:
    """Names of one community; *tail* is the share of surnames outside the list, made of syllables."""

    share: float
    surnames: tuple[str, ...]
    men: tuple[str, ...]
    women: tuple[str, ...]
    places: tuple[str, ...]
    tail: float = 0.0
    two_surnames: float = 0.0
    second_name: float = 0.1

    def surname(self, pick: random.Random) -> str:
        if pick.random() < self.tail:
            return composed_surname(pick)
        first = common(pick, self.surnames)
        return f"{first} {common(pick, self.surnames)}" if pick.random() < self.two_surnames else first

    def given(self, pick: random.Random, woman: bool) -> str:
        names = self.women if woman else self.men
        first = common(pick, names, 1.8)
        if pick.random() >= self.second_name:
            return first
        return f"{first} {common(pick, names, 1.8)}"


def common(pick: random.Random, names: tuple[str, ...], slope: float = 1.4) -> str:
    """One of *names*, the first ones far oftener (a falling power law)."""
    return names[int(len(names) * pick.random() ** slope)]


def composed_surname(pick: random.Random) -> str:
    """A surname of the long tail: most are borne by a handful of people."""
    size = 1 if pick.random() < 0.45 else 2
    stem = "".join(_SYLLABLES[int(len(_SYLLABLES) * pick.random() ** 1.4)] for _ in range(size))
    name = (stem + _ENDINGS[int(len(_ENDINGS) * pick.random() ** 1.3)]).capitalize()
    chance = pick.random()
    if chance < 0.05:
        return pick.choice(("De ", "Di ", "Del ", "Della ", "Lo ", "La ", "Dal ")) + name
    return "D'" + name if chance < 0.062 and name[0] in "AEIOU" else name


COMMUNITIES = (
    Community(
        0.775,
        _words(
            "Rossi Colombo Ferrari Bianchi Villa Brambilla Russo Sala Riva Fumagalli Galli Bianco Esposito Romano "
            "Cattaneo Fontana Colnaghi Moretti Mariani Longoni Greco Conti Costa Bernasconi Bruno Gatti Ricci Marino "
            "Barbieri Rizzo Caruso Castelli Pozzi Crippa Motta Casati Redaelli Beretta Giudici Rota Ronchi Monti "
            "Mauri Corti Oggioni Gallo Lombardo Lombardi De_Luca D'Angelo Mancini Giordano Pirovano Sangalli Viganò "
            "Cereda Ravasi Meroni Molteni Spreafico Longo Leone Vitale Martini Santoro Marchetti Amato D'Amico Parisi "
            "Ferrara Serra Testa Grassi Pellegrini Palumbo Sanna Farina Rizzi Monaco Cattolico Pagani Messina Gentile "
            "Lo_Presti La_Rosa Di_Stefano De_Angelis D'Agostino Fabbri Basile Bellini Neri Bassi Benedetti Rinaldi "
            "Sorrentino Piras Bonetti Battaglia Silvestri Ferri Valentini Coppola Catalano Orlando Caputo Ruggiero "
            "Guerra Fiore Donati Morelli Negri Poli Fo Volpi Zanetti Perego Magni Arrigoni Citterio Consonni Galbiati "
            "Panzeri Nava Teruzzi Tagliabue Radaelli Vismara Airoldi Cazzaniga Carminati Locatelli Invernizzi Mazzola "
            "Milani Ghezzi Borghi Porta Pini Sartori Ferretti Barone Bertolini Sironi Mapelli Maggioni Ornaghi Penati "
            "Erba Monguzzi Tremolada Formenti Nicolò Dell'Acqua Dell'Orto De_Marco De_Rosa Del_Vecchio Di_Lorenzo "
            "D'Elia Lo_Russo Santagostino Cantù"
        ),
        _words(
            "Giuseppe Marco Andrea Luca Francesco Alessandro Matteo Roberto Stefano Antonio Giovanni Paolo Mario "
            "Davide Massimo Lorenzo Fabio Simone Luigi Claudio Riccardo Federico Daniele Maurizio Giorgio Angelo "
            "Alberto Michele Franco Salvatore Carlo Gabriele Enrico Sergio Filippo Leonardo Tommaso Edoardo Giacomo "
            "Pietro Vincenzo Domenico Bruno Giulio Emanuele Niccolò Nicolò Samuele Jacopo Cristian Mattia Gianluca "
            "Giancarlo Pierluigi Renato Silvio Ettore Umberto Dario Diego Ivan Guido Aldo Tiziano Valerio Ernesto "
            "Raffaele Pasquale Rosario Gianfranco Ambrogio Achille Nicola Ruggero Armando Corrado Elio Eugenio Fausto "
            "Flavio Gaetano Germano Pier_Paolo Gian_Luca Carlo_Alberto Gian_Marco Lodovico Manuel Kevin Christian "
            "Alex Thomas Oreste Ottavio"
        ),
        _words(
            "Maria Anna Giulia Francesca Laura Sara Chiara Martina Paola Elena Alessandra Silvia Federica Valentina "
            "Alice Giorgia Rosa Angela Sofia Roberta Cristina Daniela Barbara Simona Marta Claudia Lucia Teresa "
            "Monica Patrizia Giovanna Elisabetta Antonella Stefania Beatrice Ilaria Luisa Carla Aurora Emma Ginevra "
            "Camilla Matilde Gaia Irene Margherita Caterina Rita Raffaella Emanuela Michela Manuela Gabriella "
            "Mariagrazia Maria_Grazia Maria_Teresa Maria_Luisa Anna_Maria Maria_Rosa Rosanna Giuseppina Carmela "
            "Graziella Ornella Donatella Loredana Tiziana Marina Nadia Lorenza Arianna Noemi Rebecca Eleonora "
            "Veronica Serena Debora Antonia Concetta Immacolata Assunta Ersilia Ines Nives Olga Piera Pierangela "
            "Renata Santina Vittoria Zoe Carolina Cecilia Agnese Adele Bianca Diletta Lavinia Ludovica Miriam Nicole "
            "Viola Jessica Ester Niccolina"
        ),
        (
            "F205", "F205", "F205", "F704", "H264", "L219", "F839", "H501",
            "G273", "A662", "C351", "D286", "E514", "A794",
        ),
        tail=0.62,
        second_name=0.07,
    ),
    Community(
        0.032,
        _words(
            "Mohamed Ahmed Hassan Ibrahim Mahmoud Ali Abdelrahman El_Sayed Khalil Mostafa Saad Gad Abd_El_Aziz "
            "Soliman Youssef Hanna Girgis Mikhail Ebrahim Abdalla Fathy Salem Ramadan Farag Shehata Bakr Nasr Osman "
            "Sobhy Zaki Abou_El_Ela El_Shazly Attia Gaber Morsi Awad Kamel Mansour Hussein Fouad Tawfik Rizk Eid "
            "Badawy El_Masry"
        ),
        _words(
            "Mohamed Ahmed Mahmoud Mostafa Hassan Ali Ibrahim Khaled Omar Youssef Karim Amr Tarek Hany Sameh Waleed "
            "Ashraf Emad Ayman Yasser Sherif Adel Hossam Mina Bishoy Kirollos George Ramy Abdelrahman Islam Saber "
            "Wael"
        ),
        _words(
            "Fatma Mona Heba Nadia Amal Mariam Aya Nour Hanan Samah Eman Asmaa Sara Yasmin Rania Dina Salma Marina "
            "Mirna Soad Nagwa Shaimaa Doaa Habiba Malak Jana Walaa Hoda Abeer Rasha"
        ),
        ("Z336",),
        two_surnames=0.55,
        second_name=0.15,
    ),
    Community(
        0.032,
        _words(
            "Dela_Cruz Santos Reyes Garcia Mendoza Bautista Ramos Cruz Villanueva Aquino Castillo Flores Gonzales "
            "Manalo De_Guzman De_Leon Magsino Dimaculangan Macaraeg Hernandez Perez Panganiban De_Castro Mercado "
            "Atienza Ilagan Maranan Marasigan Macalintal Catapang Abrenica Buenaventura Salazar Del_Rosario Pascual "
            "Evangelista Soriano"
        ),
        _words(
            "John Mark Michael Angelo Jose Christian Jerome Reynaldo Rodel Ariel Rommel Joel Ronaldo Edgardo Danilo "
            "Nestor Renato Arnel Jayson Kenneth Francis Carlo John_Paul John_Mark Mark_Anthony Jomar Noel Eduardo "
            "Ryan"
        ),
        _words(
            "Maria Mary_Grace Jocelyn Marites Rowena Cristina Rosalie Marilou Maricel Jennifer Angelica Princess "
            "Analyn Lorna Evelyn Gloria Teresita Imelda Rosemarie Maribel Josephine Cherry Glenda Rhodora Liezl "
            "Mary_Jane Nenita"
        ),
        ("Z216",),
        two_surnames=0.35,
        second_name=0.35,
    ),
    Community(
        0.031,
        _words(
            "Hu Chen Zhou Wang Li Zhang Lin Wu Liu Xu Jin Ye Zhu Zheng Yang Xia Huang Pan Zhao Sun Ji Cai Ng Shan "
            "Weng Bao Mao Dong Jiang Song Guo Qiu Tang Xie He Lu Dai Fan Shi Yu Ma Luo Liang Deng Feng Peng Cheng Wei "
            "Ruan Xiang"
        ),
        _words(
            "Wei Jian Jianwei Xiao Ming Lei Yong Jun Chao Bin Hao Xiaoming Zhong Guang Feng Peng Jie Bo Qiang Long "
            "Weidong Jianguo Haibo Xiaojun Yi Kai Zhihao Junjie Yifan Marco Andrea Luca Alessio Zhenhua Guoliang "
            "Dongdong"
        ),
        _words(
            "Li Xiaoli Mei Yan Fang Ying Juan Xia Hong Jing Na Xiuying Lihua Meiling Yanyan Xiaoyan Lili Qing Yun Hua "
            "Xue Ting Yuting Jiayi Sofia Giulia Elena Alessia Xiaohong Shuang Linlin Haiyan Suzhen Aizhen Wenwen "
            "Chunmei"
        ),
        ("Z210",),
        second_name=0.06,
    ),
    Community(
        0.034,
        _words(
            "Quispe Flores Rodriguez Sanchez Garcia Rojas Huaman Mamani Vasquez Ramos Diaz Torres Castillo Chavez "
            "Ramirez Gutierrez Espinoza Mendoza Cruz Lopez Fernandez Gonzales Vargas Castro Romero Salazar Zambrano "
            "Cedeño Moreira Vera Macias Alvarado Suarez Intriago Cevallos Ortiz Paredes Delgado Muñoz Núñez Peña "
            "Yupanqui Condori"
        ),
        _words(
            "Luis Jose Carlos Juan Jorge Miguel Cesar Victor Jesus Juan_Carlos Jose_Luis Walter Edwin Freddy Wilson "
            "Angel Manuel Julio Hector Percy Alex Jefferson Bryan Diego Fernando Ricardo Pedro Segundo Raul Oscar "
            "Elvis"
        ),
        _words(
            "Maria Rosa Ana Carmen Juana Luz Rosa_Maria Gladys Nelly Elizabeth Jessica Karina Milagros Yolanda Flor "
            "Norma Silvia Patricia Sonia Veronica Janeth Mercedes Ruth Angelica Fiorella Katherine Lourdes Martha "
            "Nancy"
        ),
        ("Z611", "Z605", "Z613"),
        two_surnames=0.85,
        second_name=0.4,
    ),
    Community(
        0.019,
        _words(
            "Popescu Ionescu Popa Radu Dumitru Stan Stoica Gheorghe Matei Ciobanu Rusu Munteanu Moldovan Constantin "
            "Marin Nistor Florea Lungu Toma Ungureanu Șerban Bălan Dobre Barbu Cojocaru Pavel Sandu Țurcanu Dragomir "
            "Tudor"
        ),
        _words(
            "Andrei Mihai Alexandru Ionuț Constantin Gheorghe Ion Vasile Florin Marian Nicolae Adrian Cristian Bogdan "
            "Daniel Gabriel Ștefan Cătălin Costel Sorin Viorel Dumitru Petru Ovidiu Lucian Răzvan Claudiu Marius Dan"
        ),
        _words(
            "Maria Elena Ioana Mihaela Ana Andreea Cristina Daniela Alina Gabriela Mariana Florentina Carmen Monica "
            "Simona Nicoleta Loredana Ramona Georgeta Viorica Lăcrămioara Oana Raluca Violeta Doina Aurelia Tatiana "
            "Lenuța"
        ),
        ("Z129", "Z140"),
        second_name=0.25,
    ),
    Community(
        0.017,
        _words(
            "Shevchenko Kovalenko Bondarenko Tkachenko Kovalchuk Kravchenko Oliynyk Shevchuk Koval Polishchuk Bondar "
            "Tkachuk Moroz Marchenko Lysenko Rudenko Savchenko Petrenko Kravchuk Klymenko Ivanova Ivanenko Melnyk "
            "Hnatiuk Romaniuk Pavlyuk Semeniuk Kuzmenko Vasylenko Danyliuk Stefaniv Yaremchuk Zakharchuk Demchuk "
            "Fedoriv Kozak"
        ),
        _words(
            "Oleksandr Serhiy Volodymyr Andriy Mykola Ivan Yuriy Vasyl Dmytro Ihor "
            "Viktor Roman Bohdan Taras Oleh Petro"
        ),
        _words(
            "Olena Oksana Svitlana Natalia Iryna Halyna Tetiana Lyudmyla Nadiya Mariya Lesia Valentyna Yuliya Ivanna "
            "Lyubov Hanna Vira Stefaniya Yaroslava Myroslava Olha Larysa Zoriana Bohdana Anastasiya Orysia Nataliya"
        ),
        ("Z138",),
        second_name=0.02,
    ),
    Community(
        0.030,
        _words(
            "Fernando Perera Silva Warnakulasuriya Mendis Dias Rodrigo Jayasinghe Wickramasinghe Kurukulasuriya "
            "Fonseka Islam Rahman Hossain Ahmed Uddin Miah Khan Akter Begum Sarker Hasan Alam Chowdhury Mia Howlader "
            "Bepari Dewan Sikder Mollah Bhuiyan Talukder Mahabaduge Weerasinghe Hettiarachchi Pathirana Gunawardena "
            "Liyanage"
        ),
        _words(
            "Mohammad Md Abdul Mohammed Sajeewa Nimal Sunil Roshan Ruwan Chaminda Lasantha Nishantha Kamrul Shahidul "
            "Rafiqul Jahangir Anwar Kamal Jamal Rubel Sohel Shafiqul Antony Joseph Dinesh Pradeep Asanka Dilshan "
            "Monir"
        ),
        _words(
            "Shirani Nilmini Kumari Dilani Chandrika Anoma Sriyani Fatema Taslima Nasrin Shahnaz Rokeya Salma Sultana "
            "Farhana Jesmin Nazma Rina Shanthi Mary Rosemary Priyanka Sandya Malkanthi Nirosha Thushari Kanchana "
            "Ayesha"
        ),
        ("Z209", "Z249"),
        two_surnames=0.25,
        second_name=0.5,
    ),
    Community(
        0.030,
        _words(
            "El_Idrissi Benali El_Amrani Bouzid Chaoui Hamdi Rachidi El_Fassi Naciri Tazi Zouhair Lahlou Bennani "
            "Amrani Hoxha Shehu Kola Hysa Gjoka Prifti Marku Leka Dervishi Sula Rama Lleshi Kurti Ndiaye Diop Fall "
            "Sow Ba Gueye Sarr Mbaye Thiam Cissé Tesfay Haile Kidane Ghebre Berhane Silva Souza Oliveira Dos_Santos "
            "Da_Silva Pereira"
        ),
        _words(
            "Mohammed Rachid Hassan Youssef Abdelilah Said Mustapha Khalid Hamid Driss Noureddine Artan Ilir Besnik "
            "Arben Gentian Ardit Dritan Mamadou Ousmane Cheikh Moussa Ibrahima Modou Yonas Daniel Samuel Robel João "
            "Luiz Thiago"
        ),
        _words(
            "Fatima Khadija Naima Malika Fatiha Amina Zineb Hayat Rachida Souad Ikram Hajar Elira Mirela Valbona "
            "Drita Teuta Aferdita Aminata Fatou Awa Ndeye Mariama Selam Almaz Tsega Ana_Paula Juliana Luana Rosângela "
            "Zahra"
        ),
        ("Z330", "Z100", "Z343", "Z368", "Z602"),
        second_name=0.12,
    ),
)
